// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Tells a connection of bytes before they are decoded, and drops those it does not want.
final class ByteCounter extends ChannelInboundHandlerAdapter {
    private final HttpConnection connection;

    ByteCounter(HttpConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        if (connection.receives(bytes.readableBytes())) {
            ctx.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
    }
}
