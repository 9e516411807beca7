package org.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In a browser no page scrolls sideways, on a phone of 400 pixels or at a desk, and every link and picture is there.
 */
@Tag("browser")
class BrowserTest {
    @TempDir
    Path folder;

    @Test
    void noPageScrollsSideways() throws Exception {
        Optional<Chromium> chromium = Chromium.find();
        assumeTrue(chromium.isPresent(), "Chromium is not installed: sudo apt-get install chromium");
        List<String> pages = MadeSite.PAGES.stream().map(page -> "/" + page).toList();
        HttpServer server = serve(pages);
        try {
            String address = "http://localhost:" + server.getAddress().getPort() + "/measure";
            String result = Jsoup.parse(chromium.get().dump(address, folder))
                    .select("#result")
                    .text();
            String expected = "{\"measured\":" + 2 * pages.size() + ",\"links\":";
            assertEquals(expected, result.substring(0, Math.min(expected.length(), result.length())), result);
            assertEquals("[]", result.replaceFirst("^.*\"problems\":(.*)}$", "$1"));
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer serve(List<String> pages) throws IOException {
        String measure;
        try (var in = BrowserTest.class.getResourceAsStream("measure.html")) {
            measure = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", SimpleFileServer.createFileHandler(MadeSite.FOLDER));
        server.createContext("/measure", answer("text/html", measure));
        server.createContext(
                "/pages",
                answer("application/json", pages.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"))));
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
