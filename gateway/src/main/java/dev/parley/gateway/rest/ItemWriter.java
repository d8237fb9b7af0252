// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import dev.parley.gateway.sql.Layout;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the body of an answer from the parts of its items, and counts them. Confined to one thread.
final class ItemWriter {
    private final Layout layout;
    private final OutputStream out;
    private long items;

    ItemWriter(Layout layout, OutputStream out) {
        this.layout = layout;
        this.out = new BufferedOutputStream(out);
    }

    /// Adds a part of an item.
    ///
    /// @param begins whether it is the item's first
    void add(boolean begins, byte[] part) throws IOException {
        if (begins) {
            items++;
        }
        if (items > 1 && layout.single()) {
            return;
        }
        if (begins) {
            text(items == 1 ? layout.before() : layout.between());
        }
        out.write(part);
    }

    /// Ends the body.
    ///
    /// @return how many items there were, shown or not
    long end() throws IOException {
        text(items == 0 ? layout.none() : layout.after());
        out.flush();
        return items;
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
