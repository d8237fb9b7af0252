// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.peer;

import dev.parley.bench.host.Child;
import dev.parley.bench.load.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// nchan, the publish and subscribe module of nginx, as Debian packages it.
record NchanPeer() implements ComparedServer {
    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");

    @Override
    public String name() {
        return "nchan";
    }

    @Override
    public String description() {
        return "nchan of Debian on nginx, one worker, memory store, no signatures";
    }

    @Override
    public Optional<String> prepare() {
        return Files.isExecutable(NGINX) && Files.exists(MODULE)
                ? Optional.empty()
                : Optional.of(
                        "nginx with nchan is missing: apt-get install nginx-light libnginx-mod-nchan");
    }

    @Override
    public Child start(InetSocketAddress address, Path folder) throws InterruptedException {
        var file = folder.resolve("nginx.conf");
        try {
            Files.writeString(file, configuration(address, folder));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return Child.start(
                name(),
                List.of(NGINX.toString(), "-p", folder.toString(), "-c", file.toString()),
                Map.of(),
                folder.resolve("nchan.log"),
                address);
    }

    @Override
    public Dialect dialect() {
        return new NchanDialect();
    }

    private static String configuration(InetSocketAddress address, Path folder) {
        return """
        load_module %1$s;
        daemon off;
        worker_processes 1;
        pid %2$s/nginx.pid;
        error_log stderr error;
        events { worker_connections 32768; }
        http {
            access_log off;
            keepalive_requests 1000000000;
            keepalive_timeout 600;
            client_body_temp_path %2$s;
            proxy_temp_path %2$s;
            fastcgi_temp_path %2$s;
            uwsgi_temp_path %2$s;
            scgi_temp_path %2$s;
            nchan_shared_memory_size 256M;
            server {
                listen %3$s:%4$d backlog=4096;
                location ~ ^/subscribe/(.+)$ {
                    nchan_subscriber websocket;
                    nchan_channel_id $1;
                    nchan_subscriber_first_message newest;
                }
                location ~ ^/publish/(.+)$ {
                    nchan_publisher;
                    nchan_channel_id $1;
                    nchan_store_messages on;
                    nchan_message_buffer_length 1000;
                }
            }
        }
        """
                .formatted(MODULE, folder, address.getHostString(), address.getPort());
    }
}
