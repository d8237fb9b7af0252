// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/// The gateway's connections to the database.
final class Pool {
    private Pool() {}

    /// Opens a pool. A database that cannot be reached yet is no error: requests will say so.
    static HikariDataSource open(GatewayConfig config) {
        var pool = new HikariConfig();
        pool.setPoolName("gateway");
        pool.setJdbcUrl(config.database().jdbcUrl());
        config.database()
                .login()
                .forEach((name, value) -> pool.addDataSourceProperty((String) name, value));
        pool.addDataSourceProperty("ApplicationName", "parley-gateway");
        pool.setAutoCommit(false);
        pool.setMaximumPoolSize(config.limits().connections());
        pool.setMinimumIdle(Math.min(2, config.limits().connections()));
        pool.setConnectionTimeout(config.limits().connectionWait().toMillis());
        pool.setInitializationFailTimeout(-1);
        return new HikariDataSource(pool);
    }
}
