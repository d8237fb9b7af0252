// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.worker.encryption.RoomChannel;
import dev.parley.worker.http.Answers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Decides who may listen to which channels and signs for those who may. Any thread may call.
final class ChannelAuthorization {
    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9_\\-=@,.;]{1,200}");
    private static final String ENCRYPTED = "private-encrypted-";

    private final AuthorizationConfig config;
    private final ChannelAuthorizer authorizer;

    ChannelAuthorization(AuthorizationConfig config, ChannelAuthorizer authorizer) {
        this.config = config;
        this.authorizer = authorizer;
    }

    /// Answers for one channel.
    ///
    /// @throws AuthorizerUnavailableException when the answer is not known now
    Decision decide(AuthenticatedUser user, String socketId, String channel) {
        return decide(user, socketId, List.of(channel)).values().iterator().next();
    }

    /// Answers for each of some channels; the database is asked once.
    ///
    /// @throws AuthorizerUnavailableException when the answer is not known now
    Map<String, Decision> decide(
            AuthenticatedUser user, String socketId, Collection<String> channels) {
        var decisions = new LinkedHashMap<String, Decision>();
        var open = new ArrayList<String>();
        for (var channel : channels) {
            var spoiled = spoiled(channel);
            spoiled.ifPresent(decision -> decisions.put(channel, decision));
            if (spoiled.isEmpty()) {
                open.add(channel);
            }
        }
        if (!open.isEmpty()) {
            var answers = authorizer.authorize(user, List.copyOf(open));
            for (var i = 0; i < open.size(); i++) {
                decisions.put(open.get(i), decision(answers.get(i), socketId, open.get(i)));
            }
        }
        return decisions;
    }

    /// Refuses what the database need not be asked about: what is no channel's name, and where nothing
    /// would be heard because rooms of that kind have another channel.
    private Optional<Decision> spoiled(String channel) {
        if (!CHANNEL.matcher(channel).matches()) {
            return Optional.of(
                    Decision.no(400, "Malformed request: channel_name has a wrong form."));
        }
        if (config.encryption().isEmpty() && channel.startsWith(ENCRYPTED)) {
            return Optional.of(
                    Decision.no(
                            403,
                            "Encrypted channels are not set up on this server: set PUSHER_ENCRYPTION_MASTER_KEY."));
        }
        if (config.encryption().isPresent() && RoomChannel.isPlainPrivate(channel)) {
            return Optional.of(
                    Decision.no(
                            403,
                            "Private rooms are encrypted on this server: listen to %s, by createPusherRealtime(pusher, { encrypted: true })."
                                    .formatted(RoomChannel.encrypted(channel))));
        }
        return Optional.empty();
    }

    private Decision decision(AuthorizationDecision decision, String socketId, String channel) {
        return switch (decision) {
            case AuthorizationDecision.Refused(var reason) -> Decision.no(403, reason);
            case AuthorizationDecision.Allowed(var member) -> {
                var data = member.map(Object::toString).orElse(null);
                var granted =
                        Answers.object()
                                .put(
                                        "auth",
                                        config.credentials().channelAuth(socketId, channel, data));
                if (data != null) {
                    granted.put("channel_data", data);
                }
                if (channel.startsWith(ENCRYPTED)) {
                    config.encryption()
                            .ifPresent(key ->
                                    granted.put("shared_secret", key.sharedSecretText(channel)));
                }
                yield new Decision(200, granted);
            }
        };
    }

    /// What is answered for one channel.
    ///
    /// @param status as in HTTP
    /// @param data the signature, or `error` with a sentence for people
    record Decision(int status, ObjectNode data) {
        private static Decision no(int status, String reason) {
            return new Decision(status, Answers.object().put("error", reason));
        }
    }
}
