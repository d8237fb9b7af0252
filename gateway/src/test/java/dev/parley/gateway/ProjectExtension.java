// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests the one [Project] of the run, which is closed after the last of them.
public final class ProjectExtension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Project.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ProjectExtension.class))
                .computeIfAbsent(Project.class, _ -> start());
    }

    private static Project start() {
        try {
            return Project.start();
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("cannot start the project of the tests", e);
        }
    }
}
