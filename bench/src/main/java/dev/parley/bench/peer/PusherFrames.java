// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.peer;

/// The texts of Pusher frames.
final class PusherFrames {
    private PusherFrames() {}

    static String subscribe(String channel) {
        return "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\"}}";
    }

    static String event(String channel, String data) {
        return "{\"event\":\"new-message\",\"channel\":\""
                + channel
                + "\",\"data\":\""
                + data
                + "\"}";
    }
}
