// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.visibility;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.parley.worker.authorization.BoundedHttpClient;
import dev.parley.worker.authorization.ProjectApi;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Reads `chat_rooms` over
/// [PostgREST](https://docs.postgrest.org/en/stable/references/api/tables_views.html) as nobody in
/// particular, who sees only what everybody may.
final class RoomResource implements VisibilityQuery {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final ProjectApi api;
    private final String schema;
    private final BoundedHttpClient client = new BoundedHttpClient(PATIENCE, "parley-visibility-");

    RoomResource(ProjectApi api, String schema) {
        this.api = api;
        this.schema = schema;
    }

    @Override
    public boolean isPublic(String room) throws IOException, InterruptedException {
        var response =
                client.send(
                        HttpRequest.newBuilder(address(room))
                                .header("apikey", api.anonKey())
                                .header("Accept", "application/json")
                                .header("Accept-Profile", schema)
                                .build());
        return switch (response.statusCode()) {
            case 200 -> holdsPublicRoom(response.body());
            case 400 -> false; // an id of another form than the table's, or no visibility
            default -> throw new IOException(api.url() + " answered " + response.statusCode());
        };
    }

    @Override
    public String source() {
        return api.url().toString();
    }

    @Override
    public void close() {
        client.close();
    }

    private URI address(String room) {
        var id = URLEncoder.encode(room, StandardCharsets.UTF_8);
        return api.rows("chat_rooms", "select=visibility&id=eq." + id);
    }

    private boolean holdsPublicRoom(String body) throws IOException {
        try {
            var rows = JSON.readTree(body);
            return rows.size() == 1 && rows.path(0).path("visibility").asText().equals("public");
        } catch (JsonProcessingException e) {
            throw new IOException(api.url() + " answered no JSON", e);
        }
    }
}
