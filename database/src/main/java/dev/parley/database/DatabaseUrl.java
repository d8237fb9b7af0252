package dev.parley.database;

import dev.parley.protocol.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The address of a database, as operators write it: `postgresql://user:password@host:port/name?options`.
///
/// @param host name or address of the server
/// @param port TCP port, 1 to 65535
/// @param database name of the database
/// @param user role to log in as
/// @param password its password, empty when the server asks for none
/// @param options further connection options, such as `sslmode=require`, as they follow the `?`; may be empty
public record DatabaseUrl(
        String host, int port, String database, String user, Secret password, String options) {
    private static final int DEFAULT_PORT = 5432;

    /// Refuses a port out of range.
    public DatabaseUrl {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "the database port is " + port + ", must be 1 to 65535");
        }
    }

    /// Reads an address.
    ///
    /// @throws IllegalArgumentException naming what is wrong, never quoting the password
    public static DatabaseUrl parse(String text) {
        var uri = uri(text);
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "the database address must start with postgresql://, not "
                            + uri.getScheme()
                            + "://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("the database address names no host");
        }
        var login = uri.getRawUserInfo() == null ? "postgres" : uri.getRawUserInfo();
        var colon = login.indexOf(':');
        var path = orEmpty(uri.getRawPath());
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                path.length() <= 1 ? "postgres" : decode(path.substring(1)),
                decode(colon < 0 ? login : login.substring(0, colon)),
                new Secret(colon < 0 ? "" : decode(login.substring(colon + 1))),
                orEmpty(uri.getRawQuery()));
    }

    /// Returns the JDBC form of the address, without user and password.
    public String jdbcUrl() {
        var base = "jdbc:postgresql://" + host + ":" + port + "/" + database;
        return options.isEmpty() ? base : base + "?" + options;
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
        var login = encode(user);
        if (!password.reveal().isEmpty()) {
            login += ":" + encode(password.reveal());
        }
        var base = "postgresql://" + login + "@" + host + ":" + port + "/" + database;
        return options.isEmpty() ? base : base + "?" + options;
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
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
