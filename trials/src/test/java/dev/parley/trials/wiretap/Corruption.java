// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.wiretap;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;

/// Changes bytes of one way of one connection. Owned by the thread that writes.
final class Corruption {
    private final ProxyStats stats;
    private Optional<Fault.Noise> noise = Optional.empty();
    private Random random = new Random(0);

    Corruption(ProxyStats stats) {
        this.stats = stats;
    }

    /// Changes bytes in place as a wire says.
    void spoil(byte[] bytes, Wire wire) {
        wire.find(Fault.Flip.class).ifPresent(flip -> spoil(bytes, flip));
        var now = wire.find(Fault.Noise.class);
        if (!now.equals(noise)) {
            noise = now;
            random = new Random(now.map(Fault.Noise::seed).orElse(0L));
        }
        now.ifPresent(fault -> spoil(bytes, fault));
    }

    private void spoil(byte[] bytes, Fault.Flip flip) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (var at = text.indexOf(flip.text()); at >= 0; at = text.indexOf(flip.text(), at + 1)) {
            var victim = at + flip.offset();
            if (victim >= 0 && victim < bytes.length) {
                bytes[victim] ^= (byte) flip.mask();
                stats.count(ProxyEvent.FLIPPED);
            }
        }
    }

    private void spoil(byte[] bytes, Fault.Noise fault) {
        for (var i = 0; i < bytes.length; i++) {
            if (random.nextInt(fault.oneIn()) == 0) {
                bytes[i] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                stats.count(ProxyEvent.FLIPPED);
            }
        }
    }
}
