package dev.parley.bench.peer;

/// The texts of Pusher frames.
final class Frames {
    private Frames() {}

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
