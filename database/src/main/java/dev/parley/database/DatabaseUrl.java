// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import dev.parley.protocol.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The address of a database, as operators write it: `postgresql://user:password@host:port/name?options`.
///
/// @param host name or address of the server; an IPv6 address stands in brackets
/// @param port TCP port, 1 to 65535
/// @param database name of the database
/// @param user role to log in as
/// @param password its password, empty when the server asks for none
/// @param options further connection options, such as `sslmode=require`, as they follow the `?`; may be empty
public record DatabaseUrl(
        String host, int port, String database, String user, Secret password, String options) {
    private static final int DEFAULT_PORT = 5432;

    /// Login, host and port. `java.net.URI` knows no underscore in a host, containers' names have them.
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(.*)@)?(\\[[0-9a-fA-F:.]+]|[^@:\\[\\]]+)(?::([0-9]{1,5}))?");

    /// Options are part of what is logged.
    private static final Pattern LOGIN_OPTION = Pattern.compile("(?:^|&)(?:user|password)=");

    /// Refuses a port out of range, and a user or password among the options.
    public DatabaseUrl {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "the database port is " + port + ", must be 1 to 65535");
        }
        if (LOGIN_OPTION.matcher(options).find()) {
            throw new IllegalArgumentException(
                    "user and password belong before the @ of the database address, not after its ?");
        }
    }

    /// Reads an address.
    ///
    /// @throws IllegalArgumentException naming what is wrong, never quoting the password
    public static DatabaseUrl parse(String text) {
        var uri = uri(text);
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "the database address must start with postgresql://");
        }
        var authority = AUTHORITY.matcher(orEmpty(uri.getRawAuthority()));
        if (!authority.matches()) {
            throw new IllegalArgumentException(
                    "the database address needs a host, and its port must be a number");
        }
        var login = authority.group(1) == null ? "postgres" : authority.group(1);
        var colon = login.indexOf(':');
        var path = orEmpty(uri.getRawPath());
        return new DatabaseUrl(
                authority.group(2),
                authority.group(3) == null ? DEFAULT_PORT : Integer.parseInt(authority.group(3)),
                path.length() <= 1 ? "postgres" : decode(path.substring(1)),
                decode(colon < 0 ? login : login.substring(0, colon)),
                new Secret(colon < 0 ? "" : decode(login.substring(colon + 1))),
                orEmpty(uri.getRawQuery()));
    }

    /// Returns the JDBC form of the address, without user and password.
    public String jdbcUrl() {
        return "jdbc:" + address("");
    }

    /// Returns new connection properties that hold the user and the password.
    public Properties login() {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password.reveal());
        return properties;
    }

    /// Returns the address as `parse` reads it, password included: for a person's own terminal, never for a log.
    public String reveal() {
        var secret = password.reveal();
        return address(encode(user) + (secret.isEmpty() ? "" : ":" + encode(secret)) + "@");
    }

    private String address(String login) {
        var base = "postgresql://" + login + host + ":" + port + "/" + encode(database);
        return options.isEmpty() ? base : base + "?" + options;
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            // its message quotes the text
            throw new IllegalArgumentException(
                    "the database address is not a URL; percent-encode special characters in its password");
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
