// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `order=a.desc.nullslast,b`.
final class OrderParser {
    private OrderParser() {}

    static List<Order> parse(String text) {
        var scanner = new Scanner("order", text);
        var keys = new ArrayList<Order>();
        do {
            keys.add(key(scanner));
        } while (scanner.eatAmidBlanks(","));
        scanner.expectEnd();
        return keys;
    }

    private static Order key(Scanner scanner) {
        var field = FieldParser.field(scanner);
        if (scanner.sees("(")) {
            throw new QuerySyntaxException(
                    "Ordering by a column of an embedded resource is not supported",
                    "order the embedded rows themselves with <embedded>.order");
        }
        var descending = false;
        if (!scanner.eat(".asc")) {
            descending = scanner.eat(".desc");
        }
        return new Order(field, descending, nulls(scanner));
    }

    private static @Nullable Boolean nulls(Scanner scanner) {
        if (scanner.eat(".nullsfirst")) {
            return true;
        }
        return scanner.eat(".nullslast") ? false : null;
    }
}
