// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker;

import dev.parley.http.Routes;
import dev.parley.worker.access.AccessEnforcer;
import dev.parley.worker.audit.Auditor;
import dev.parley.worker.authorization.AuthorizationRoutes;
import dev.parley.worker.capture.Capture;
import dev.parley.worker.capture.CaptureMeters;
import dev.parley.worker.capture.CaptureReport;
import dev.parley.worker.capture.CaptureState;
import dev.parley.worker.delivery.DeliveryListener;
import dev.parley.worker.delivery.LatencyMeters;
import dev.parley.worker.dispatch.DeliveryListeners;
import dev.parley.worker.dispatch.Dispatcher;
import dev.parley.worker.dispatch.SqlPositionStore;
import dev.parley.worker.encryption.EncryptedTarget;
import dev.parley.worker.health.HealthRoutes;
import dev.parley.worker.health.PartHealth;
import dev.parley.worker.health.Readiness;
import dev.parley.worker.http.HttpMeters;
import dev.parley.worker.legacy.LegacyChannelTarget;
import dev.parley.worker.meter.WorkerMeters;
import dev.parley.worker.publish.Target;
import dev.parley.worker.retention.Pruner;
import dev.parley.worker.retry.Backoff;
import dev.parley.worker.retry.Sleeper;
import dev.parley.worker.visibility.RoomVisibility;
import dev.parley.worker.webhook.Forwarder;
import dev.parley.worker.webhook.RowForwarding;
import dev.parley.worker.webhook.WebhookRoute;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running bridge: captures the room log, publishes it to the targets, and answers over HTTP.
///
/// All its threads are virtual and end with [#close]: `parley-capture`, `parley-confirm` and
/// `parley-rehearse` read the log, `parley-keeper`, `parley-notices` and `parley-auditor` serve all
/// targets, as does `parley-sessions`; `parley-<target>-…` serve one each. In `forward` mode there are
/// only `parley-forward` and `parley-<target>-access` for each target, and `parley-sessions`. Requests
/// run on the threads of the web server that has the routes of [#addTo]. Any thread may call the methods.
public final class Worker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1);

    private final Deque<AutoCloseable> open;
    private final List<Consumer<Routes.Builder>> routes;
    private final Supplier<Readiness> readiness;
    private final HttpMeters answers;

    private Worker(
            Deque<AutoCloseable> open,
            List<Consumer<Routes.Builder>> routes,
            Supplier<Readiness> readiness,
            HttpMeters answers) {
        this.open = open;
        this.routes = List.copyOf(routes);
        this.readiness = readiness;
        this.answers = answers;
    }

    /// Starts the worker. It returns before the database is reached and does not need it to be up:
    /// [#readiness] tells how far it has come.
    ///
    /// @param targets where events go; each with a name of its own. The worker does not close them.
    /// @param clock the time of day, for signatures, tokens and waiting
    /// @param registry where the worker counts
    public static Worker start(
            WorkerConfig config,
            List<Target> targets,
            InstantSource clock,
            MeterRegistry registry) {
        return start(config, targets, clock, registry, _ -> {});
    }

    /// Starts the worker, like the other method.
    ///
    /// @param traces told what the targets took, beside the meters
    public static Worker start(
            WorkerConfig config,
            List<Target> targets,
            InstantSource clock,
            MeterRegistry registry,
            DeliveryListener traces) {
        var meters = new WorkerMeters(registry);
        if (config.webhook().openLocally()) {
            log.atInfo().log("programs of this machine may call the webhook without a secret");
        }
        var open = new ArrayDeque<AutoCloseable>();
        var routes = new ArrayList<Consumer<Routes.Builder>>();
        if (config.database().isEmpty() || config.mode() == CaptureMode.FORWARD) {
            return forwarding(config, targets, clock, meters, open, routes);
        }
        var database = pool(config, open);
        var random = new Random();
        var positionStore = new SqlPositionStore(database, config.dispatch().pageRows());
        var names = targets.stream().map(Target::name).toList();
        var listeners = new DeliveryListeners(new LatencyMeters(meters, names).and(traces), meters);
        var dispatcher =
                Dispatcher.start(
                        published(targets, config),
                        positionStore,
                        config.dispatch(),
                        clock,
                        random,
                        listeners);
        open.push(dispatcher);
        config.retention()
                .map(keep -> Pruner.start(database, names, keep, Sleeper.realTime()))
                .ifPresent(open::push);
        open.push(Auditor.start(database, names, config.capture().slot(), clock, meters));
        var enforcer = AccessEnforcer.start(targets, Optional.of(database), meters, clock, random);
        open.push(enforcer);
        var backoff = new Backoff(random, FIRST_RETRY, LAST_RETRY);
        var sink = new MembershipWatch(dispatcher, enforcer::wake);
        var captured = new CaptureMeters(meters);
        var sources = new CaptureSources(config, database, names, captured, clock).create();
        var capture = Capture.start(sources, sink, backoff, config.capture().rehearsal(), captured);
        open.push(capture);
        var authorization =
                AuthorizationRoutes.asking(
                        database, config.authorization(), enforcer::registerConnection, clock);
        open.push(authorization);
        routes.add(authorization::addTo);
        routes.add(WebhookRoute.hinting(config.webhook(), capture::wake)::addTo);
        Supplier<Readiness> readiness = () -> new Readiness(capture.status(), dispatcher.status());
        ReadinessMeters.show(meters, targets, readiness);
        return new Worker(open, routes, readiness, new HttpMeters(meters, clock));
    }

    private static Worker forwarding(
            WorkerConfig config,
            List<Target> targets,
            InstantSource clock,
            WorkerMeters meters,
            Deque<AutoCloseable> open,
            List<Consumer<Routes.Builder>> routes) {
        var databases = config.database().map(_ -> pool(config, open));
        var visibility = visibility(config, databases, clock);
        open.push(visibility);
        log.atWarn()
                .addKeyValue("mode", "forward")
                .addKeyValue("visibility", visibility.source())
                .log("publishing what webhooks tell, at most once: what they miss is lost");
        var forwarder = new Forwarder(published(targets, config), clock, new Random(), meters);
        open.push(forwarder);
        var enforcer = AccessEnforcer.start(targets, Optional.empty(), meters, clock, new Random());
        open.push(enforcer);
        authorization(config, databases, enforcer, clock)
                .ifPresent(authorization -> {
                    open.push(authorization);
                    routes.add(authorization::addTo);
                });
        var rows = new RowForwarding(config.forward(), visibility, forwarder, enforcer::left);
        routes.add(WebhookRoute.forwarding(config.webhook(), rows)::addTo);
        var status =
                new CaptureReport(
                        "forward",
                        CaptureState.RUNNING,
                        "webhooks, at most once; which rooms are public tells "
                                + visibility.source());
        Supplier<Readiness> readiness = () -> new Readiness(status, List.of());
        ReadinessMeters.show(meters, targets, readiness);
        return new Worker(open, routes, readiness, new HttpMeters(meters, clock));
    }

    /// Adds the worker's routes: `/webhook`, `/pusher/auth` and `/pusher/user-auth` (these two only with
    /// a database or a project's API to ask), `/health`, `/ready`.
    public void addTo(Routes.Builder all) {
        addTo(all, List::of);
    }

    /// Adds its routes, where `/health` and `/ready` tell of the process's other parts, too.
    ///
    /// @param parts asked for each request; must return at once
    public void addTo(Routes.Builder all, Supplier<List<PartHealth>> parts) {
        all.filter(answers);
        routes.forEach(some -> some.accept(all));
        new HealthRoutes(readiness, parts).addTo(all);
    }

    /// Returns what the worker is doing.
    public Readiness readiness() {
        return readiness.get();
    }

    /// Stops capturing, drains for at most the configured time (delivers what is under way), writes down how
    /// far each target has come, and ends all threads.
    @Override
    public void close() {
        while (!open.isEmpty()) {
            var next = open.pop();
            try {
                next.close();
            } catch (Exception e) { // close loop: the others must be closed, too
                log.atWarn().setCause(e).log("cannot close a part of the worker");
            }
        }
    }

    /// Returns the routes that let people in; none when there is nobody to ask.
    private static Optional<AuthorizationRoutes> authorization(
            WorkerConfig config,
            Optional<DatabasePool> databases,
            AccessEnforcer enforcer,
            InstantSource clock) {
        var settings = config.authorization();
        return databases
                .map(there ->
                        AuthorizationRoutes.asking(
                                there, settings, enforcer::registerConnection, clock))
                .or(() ->
                        settings.project()
                                .map(project ->
                                        AuthorizationRoutes.asking(
                                                project,
                                                settings,
                                                enforcer::registerConnection,
                                                clock)));
    }

    /// Returns what knows which rooms are public: the best of what there is.
    private static RoomVisibility visibility(
            WorkerConfig config, Optional<DatabasePool> databases, InstantSource clock) {
        var schema = config.forward().schema();
        return databases
                .map(there -> RoomVisibility.of(there, schema, clock))
                .or(() ->
                        config.authorization()
                                .project()
                                .map(project -> RoomVisibility.of(project, schema, clock)))
                .orElseGet(RoomVisibility::announced);
    }

    /// Puts before targets what changes the events on their way, if it is set up; names stay.
    private static List<Target> published(List<Target> targets, WorkerConfig config) {
        if (config.legacyChannel()) {
            log.atWarn()
                    .log(
                            "publishing private rooms to room-{id}, too: whoever knows a room's id hears it");
            return targets.stream().<Target>map(LegacyChannelTarget::new).toList();
        }
        return config.authorization()
                .encryption()
                .map(key -> targets.stream().<Target>map(t -> new EncryptedTarget(t, key)).toList())
                .orElse(targets);
    }

    private static DatabasePool pool(WorkerConfig config, Deque<AutoCloseable> open) {
        var pool = DatabasePool.pool(config.database().orElseThrow());
        open.push(pool);
        return pool;
    }
}
