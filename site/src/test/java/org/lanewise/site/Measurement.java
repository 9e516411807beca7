package org.lanewise.site;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;

/** Shows each page of a site in a browser, in frames of 400 and of 1280 pixels, and looks at it there. */
final class Measurement {
    private Measurement() {}

    /**
     * Measures pages of a folder.
     *
     * @return how many there were and what is wrong with them, as JSON
     */
    static String of(Path site, List<Path> pages, Chromium chromium, Path profile)
            throws IOException, InterruptedException {
        HttpServer server = serve(site, pages);
        try {
            String address = "http://localhost:" + server.getAddress().getPort() + "/measure";
            return Jsoup.parse(chromium.dump(address, profile))
                    .select("#result")
                    .text();
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer serve(Path site, List<Path> pages) throws IOException {
        String measure;
        try (var in = Measurement.class.getResourceAsStream("measure.html")) {
            measure = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", SimpleFileServer.createFileHandler(site));
        server.createContext("/measure", answer("text/html", measure));
        server.createContext(
                "/pages",
                answer(
                        "application/json",
                        pages.stream().map(page -> "/" + page).collect(Collectors.joining("\",\"", "[\"", "\"]"))));
        server.start();
        return server;
    }

    private static HttpHandler answer(String type, String text) {
        return exchange -> {
            try (exchange) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", type);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        };
    }
}
