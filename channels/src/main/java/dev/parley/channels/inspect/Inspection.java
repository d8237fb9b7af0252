// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.inspect;

import dev.parley.channels.app.ConnectionFacts;
import dev.parley.channels.app.LiveApp;
import dev.parley.channels.app.LiveApps;
import dev.parley.channels.channel.Channel;
import dev.parley.channels.channel.LoopTaskQueue;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.ProtocolException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What goes on in a server. Thread-safe; for threads that may wait, not for event loops.
public final class Inspection {
    /// The most channels, members or connections that one answer holds.
    public static final int MOST = 500;

    private static final int CHANNELS_NAMED = 20;
    private static final long LOOP_PATIENCE_MILLIS = 1_000;

    private final LiveApps apps;
    private final InstantSource clock;
    private final Watches watches;

    /// @param apps those of the server
    /// @param clock what the server reads
    public Inspection(LiveApps apps, InstantSource clock) {
        this.apps = apps;
        this.clock = clock;
        this.watches = new Watches(clock);
    }

    /// Returns every app, by id.
    public List<AppView> apps() {
        return apps.all().stream()
                .map(app ->
                        new AppView(
                                app.settings().id(),
                                app.settings().enabled(),
                                app.connections().size(),
                                app.users().count(),
                                app.channels().all().size()))
                .sorted(Comparator.comparing(AppView::id))
                .toList();
    }

    /// Returns the first channels of an app whose names contain a text.
    ///
    /// @param limit how many, 1 to [#MOST]
    /// @return nothing if there is no such app
    public Optional<ChannelPage> channels(
            String appId, String part, ChannelOrder order, int limit) {
        return apps.byId(appId)
                .map(app -> {
                    var now = clock.instant();
                    var found = new ArrayList<ChannelView>();
                    for (var channel : app.channels().all()) {
                        if (channel.name().value().contains(part)) {
                            found.add(view(channel, now));
                        }
                    }
                    found.sort(order.comparator());
                    return new ChannelPage(
                            found.size(), found.subList(0, Math.min(capped(limit), found.size())));
                });
    }

    /// Returns one channel and its first members; nothing if nobody is there and nothing is kept.
    ///
    /// @param limit how many members, 1 to [#MOST]
    public Optional<ChannelDetail> channel(String appId, String name, int limit) {
        return apps.byId(appId)
                .flatMap(app -> parse(app, name).flatMap(app.channels()::find))
                .map(channel ->
                        new ChannelDetail(
                                view(channel, clock.instant()),
                                channel.userIds().stream().limit(capped(limit)).toList()));
    }

    /// Returns some connections of an app. Those of an event loop that does not answer within a
    /// second are left out.
    ///
    /// @param limit how many, 1 to [#MOST]
    /// @return nothing if there is no such app
    public Optional<ConnectionPage> connections(String appId, int limit)
            throws InterruptedException {
        var app = apps.byId(appId);
        if (app.isEmpty()) {
            return Optional.empty();
        }
        Map<LoopTaskQueue, List<LiveApp.LiveConnection>> byLoop = new HashMap<>();
        var all = app.get().connections();
        all.stream()
                .limit(capped(limit))
                .forEach(connection ->
                        byLoop.computeIfAbsent(
                                        connection.subscriber().taskQueue(), _ -> new ArrayList<>())
                                .add(connection));
        var facts = facts(byLoop);
        facts.sort(Comparator.comparing(ConnectionFacts::since).reversed());
        return Optional.of(new ConnectionPage(all.size(), facts));
    }

    /// Begins or goes on to watch a channel, for half a minute, and returns what was sent to it.
    ///
    /// @param after the number of the last event known, 0 for none
    /// @return nothing if there is no such app or the name is none of a channel
    /// @throws IllegalStateException while too many channels are watched
    public Optional<List<EventView>> watch(String appId, String channel, long after) {
        return apps.byId(appId)
                .filter(app -> parse(app, channel).isPresent())
                .map(app -> watches.watch(app.channels().debugListeners(), channel, after));
    }

    private static List<ConnectionFacts> facts(
            Map<LoopTaskQueue, List<LiveApp.LiveConnection>> byLoop) throws InterruptedException {
        var answers = new ArrayList<CompletableFuture<List<ConnectionFacts>>>();
        byLoop.forEach((taskQueue, connections) -> {
            var answer = new CompletableFuture<List<ConnectionFacts>>();
            answers.add(answer);
            taskQueue.call(() ->
                    answer.complete(
                            connections.stream()
                                    .map(connection -> connection.facts(CHANNELS_NAMED))
                                    .toList()));
        });
        var facts = new ArrayList<ConnectionFacts>();
        try {
            CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                    .get(LOOP_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // A loop is behind or has stopped: the others' answers are worth showing.
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is never completed with a failure", e);
        }
        answers.forEach(answer -> facts.addAll(answer.getNow(List.of())));
        return facts;
    }

    private static ChannelView view(Channel channel, Instant now) {
        return new ChannelView(
                channel.name().value(),
                channel.name().type(),
                channel.subscriptions(),
                channel.users(),
                channel.remembered(now).isPresent());
    }

    private static Optional<ChannelName> parse(LiveApp app, String name) {
        try {
            return Optional.of(
                    ChannelName.parse(name, app.settings().limits().channelNameLength()));
        } catch (ProtocolException _) {
            return Optional.empty();
        }
    }

    private static int capped(int limit) {
        return Math.clamp(limit, 1, MOST);
    }
}
