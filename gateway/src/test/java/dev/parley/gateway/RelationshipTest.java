// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which table an embedded name means, and how its rows come.
@ExtendWith(ProjectExtension.class)
final class RelationshipTest {
    private final Caller user;

    RelationshipTest(Project project) {
        this.user = project.user();
    }

    @Test
    void a_table_relates_to_itself_in_both_directions() {
        var first = post("first", null);
        var answer = post("answer", first);
        post("second answer", first);

        var replies =
                user.get(
                        "/rest/v1/posts?select=body,replies:posts!reply_to(body)&replies.order=body&id=eq."
                                + first);
        var byTable = user.get("/rest/v1/posts?select=replies:posts(body)&id=eq." + answer);
        var parent =
                user.get("/rest/v1/posts?select=body,reply_to(body,posts(body))&id=eq." + answer);
        var named = user.get("/rest/v1/posts?select=parent:reply_to(body)&id=eq." + first);

        assertThat(replies.json())
                .isEqualTo(
                        Project.json(
                                "[{\"body\":\"first\",\"replies\":[{\"body\":\"answer\"},{\"body\":\"second answer\"}]}]"));
        assertThat(byTable.json()).isEqualTo(Project.json("[{\"replies\":[]}]"));
        assertThat(parent.json().at("/0/reply_to/body").asText()).isEqualTo("first");
        assertThat(parent.json().at("/0/reply_to/posts")).hasSize(2);
        assertThat(named.json()).isEqualTo(Project.json("[{\"parent\":null}]"));
    }

    /// The constraint alone does not tell which end is meant.
    @ParameterizedTest
    @CsvSource({
        "posts_reply_to_fkey(body)",
        "posts!posts_reply_to_fkey(body)",
        "reply_to!posts_reply_to_fkey(body)",
        "posts!id(body)"
    })
    void a_constraint_does_not_name_a_relation_of_a_table_to_itself(String embed) {
        assertThat(user.get("/rest/v1/posts?select=" + embed).refusal()).isEqualTo("400 PGRST200");
    }

    @Test
    void a_function_of_the_row_relates_tables_without_a_key() {
        var made =
                user.post(
                        "/rest/v1/posts?select=body,writers(name)",
                        "{\"body\":\"computed\"}",
                        "Prefer",
                        "return=representation");
        var name = made.json().at("/0/writers/name").asText();
        var read = user.get("/rest/v1/posts?select=writer:writers(name)&body=eq.computed");
        var many =
                user.get(
                        "/rest/v1/people?select=writings(body,writers(name))&writings.body=eq.computed&name=eq."
                                + name);
        var called = user.post("/rest/v1/rpc/newest_post?select=writers!inner(name)", "{}");
        var nobody = UUID.randomUUID();
        user.post("/rest/v1/posts", "{\"body\":\"by nobody\",\"writer\":\"" + nobody + "\"}");
        var without = user.get("/rest/v1/posts?select=writers(name)&writer=eq." + nobody);
        var inner = user.get("/rest/v1/posts?select=writers!inner(name)&writer=eq." + nobody);
        var counted = user.get("/rest/v1/people?select=writings(count)&name=eq." + name);

        assertThat(name).hasSize(8);
        assertThat(read.json().at("/0/writer/name").asText()).isEqualTo(name);
        assertThat(many.json().at("/0/writings/0/writers/name").asText()).isEqualTo(name);
        assertThat(called.json().at("/0/writers/name").asText()).isEqualTo(name);
        assertThat(without.json()).isEqualTo(Project.json("[{\"writers\":null}]"));
        assertThat(inner.body()).isEqualTo("[]");
        assertThat(counted.json()).isEqualTo(Project.json("[{\"writings\":[{\"count\":1}]}]"));
    }

    @Test
    void a_name_that_may_mean_several_relations_lists_them() {
        var error = user.get("/rest/v1/notes?select=people(name)");

        assertThat(error.status()).isEqualTo(300);
        assertThat(error.json())
                .isEqualTo(
                        Project.json(
                                """
                                {"code":"PGRST201",
                                 "details":[
                                   {"cardinality":"many-to-one","embedding":"notes with people",
                                    "relationship":"notes_author_fkey using notes(author) and people(id)"},
                                   {"cardinality":"many-to-one","embedding":"notes with people",
                                    "relationship":"notes_reviewer_fkey using notes(reviewer) and people(id)"}],
                                 "hint":"Try changing 'people' to one of the following: 'people!notes_author_fkey', 'people!notes_reviewer_fkey'. Find the desired relationship in the 'details' key.",
                                 "message":"Could not embed because more than one relationship was found for 'notes' and 'people'"}
                                """));
        assertThat(
                        user.get("/rest/v1/people?select=notes(id)")
                                .json()
                                .at("/details/0/cardinality")
                                .asText())
                .isEqualTo("one-to-many");
    }

    @Test
    void a_hint_tells_which_of_several_relations_to_a_table_is_meant() {
        for (var hint : new String[] {"notes_author_fkey", "author"}) {
            assertThat(user.get("/rest/v1/notes?limit=0&select=people!" + hint + "(name)").status())
                    .as(hint)
                    .isEqualTo(200);
            assertThat(user.get("/rest/v1/people?limit=0&select=notes!" + hint + "(id)").status())
                    .as(hint)
                    .isEqualTo(200);
        }
        assertThat(user.get("/rest/v1/notes?select=people!no_fkey(name)").json())
                .isEqualTo(
                        Project.json(
                                """
                                {"code":"PGRST200",
                                 "details":"Searched for a foreign key relationship between 'notes' and 'people' using the hint 'no_fkey' in the schema 'public', but no matches were found.",
                                 "hint":null,
                                 "message":"Could not find a relationship between 'notes' and 'people' in the schema cache"}
                                """));
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    posts?select=id,channels(count)          | 400 PGRST200
                    posts?select=id,reply_to(count)          | 200
                    posts?select=count&id=lt.0               | 200
                    posts?select=n:count,m:count::text       | 200
                    posts?select=id,count                    | 400 42803
                    posts?select=count&order=id              | 400 42803
                    posts?select=id.count()                  | 400 PGRST123
                    posts?select=count()                     | 400 PGRST123
                    posts?select=id,posts(n:count())         | 400 PGRST123
                    posts?select=id,posts(id.max())          | 400 PGRST123
                    posts?select=id,posts(%22%22)            | 400 PGRST100
                    posts?select=%22%22                      | 400 PGRST100
                    posts?select=%20                         | 400 PGRST100
                    posts?order=%22%22                       | 400 PGRST100
                    rpc/pair?select=%22%22                   | 400 PGRST100
                    """)
    void a_count_or_an_empty_name_never_reaches_postgresql_as_broken_sql(
            String path, String expected) {
        var reply = user.get("/rest/v1/" + path);

        assertThat(reply.status() == 200 ? "200" : reply.refusal())
                .as(reply.body())
                .isEqualTo(expected);
    }

    private long post(String body, @Nullable Long replyTo) {
        return user.post(
                        "/rest/v1/posts?select=id",
                        "{\"body\":\"%s\",\"reply_to\":%s}".formatted(body, replyTo),
                        "Prefer",
                        "return=representation")
                .json()
                .at("/0/id")
                .asLong();
    }
}
