// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.churn;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.parley.channels.ChannelServer;
import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.config.ConnectionLimits;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/// The process of a server. Says its port, then a [Snapshot] for every line it is sent, and ends with
/// its input.
final class ChurnServer {
    static final AppCredentials KEY = new AppCredentials("churn-key", new Secret("churn-secret"));
    static final String APP_ID = "churn";

    private static final int MANY = 1_000_000;

    private ChurnServer() {}

    public static void main(String[] args) throws IOException {
        var in =
                new BufferedReader(
                        new InputStreamReader(
                                new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
        var out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (var server = ChannelServer.start(config())) {
            out.println(server.port());
            while (in.readLine() != null) {
                out.println(look(server).toLine());
            }
        }
    }

    /// All defaults, but any number of visitors from one address.
    private static ChannelsConfig config() {
        var config =
                ChannelsConfig.of("0.0.0.0", 0, List.of(App.of(APP_ID, KEY)), Clock.systemUTC());
        return config.with(config.limits().with(new ConnectionLimits(MANY, MANY, MANY)));
    }

    private static Snapshot look(ChannelServer server) {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Snapshot(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                PooledByteBufAllocator.DEFAULT.pinnedDirectMemory()
                        + PooledByteBufAllocator.DEFAULT.pinnedHeapMemory(),
                system.getOpenFileDescriptorCount(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                server.connections());
    }
}
