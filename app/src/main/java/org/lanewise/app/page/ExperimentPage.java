package org.lanewise.app.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import org.lanewise.app.experiment.Architecture;
import org.lanewise.app.experiment.Claim;
import org.lanewise.app.experiment.Claim.Topic;
import org.lanewise.app.experiment.Claims;
import org.lanewise.app.experiment.Comparison;
import org.lanewise.app.experiment.Plan;
import org.lanewise.app.experiment.Results;
import org.lanewise.app.experiment.TrialResult;
import org.lanewise.app.experiment.Unit;
import org.lanewise.app.train.Schedule;
import org.lanewise.app.train.Settings;

/** The page: what was done, and each claim with its verdict, picture and figures, all from the results. */
final class ExperimentPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; --text: #1c1c1c; --back: #fdfdfd; --quiet: #5b5b5b; --line: #d4d4d4;
              --holds: #00623f; --mixed: #7a5200; --fails: #a11d00; --card: #f3f5f7; }
            @media (prefers-color-scheme: dark) { :root { --text: #e8e8e8; --back: #15181b; --quiet: #a9b0b6;
              --line: #3b4147; --holds: #5fd3a2; --mixed: #f0bf5a; --fails: #ff9478; --card: #20252a; } }
            body { margin: 0 auto; padding: 1rem 1.25rem 4rem; max-width: 62rem; color: var(--text);
              background: var(--back); font: 1.05rem/1.55 system-ui, sans-serif; }
            h1 { line-height: 1.2; } h2 { margin-top: 3rem; line-height: 1.25; }
            .scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.95rem; }
            caption { text-align: left; color: var(--quiet); padding-bottom: 0.4rem; }
            th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.9rem 0.35rem 0;
              border-bottom: 1px solid var(--line); } td.figure { font-variant-numeric: tabular-nums; }
            .verdict { font-weight: 650; white-space: nowrap; } .holds { color: var(--holds); }
            .mixed, .split { color: var(--mixed); } .fails { color: var(--fails); } .unknown { color: var(--quiet); }
            .finding { background: var(--card); padding: 0.8rem 1rem; border-radius: 0.5rem; }
            .measured, footer { color: var(--quiet); } figure { margin: 1.2rem 0; }
            img { max-width: 100%; height: auto; background: #ffffff; border-radius: 0.5rem; }
            a { color: inherit; } summary { cursor: pointer; margin: 1rem 0; }
            """;

    private final Html html;
    private final Results results;
    private final Plan plan;
    private final List<Claim> claims;
    private final String data;

    ExperimentPage(Html html, Results results, List<Claim> claims, String data) {
        this.html = html;
        this.results = results;
        this.plan = results.plan();
        this.claims = claims;
        this.data = data;
    }

    void write() throws XMLStreamException {
        html.element(
                "html",
                () -> {
                    html.element("head", () -> {
                        html.empty("meta", "charset", "utf-8");
                        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
                        html.text("title", "What batch normalization does, measured");
                        html.text("style", STYLE);
                    });
                    html.element(
                            "body",
                            () -> html.element("main", () -> {
                                html.text("h1", "What batch normalization does, measured");
                                html.text(
                                        "p",
                                        ("%d small trainings, on real images: networks with batch normalization, and "
                                                                + "the same networks ")
                                                        .formatted(results.all().size())
                                                + "without it. Every figure and verdict on this page was computed "
                                                + "from these trainings.");
                                inShort();
                                whatWasDone();
                                for (Claim claim : claims) {
                                    section(claim);
                                }
                                limits();
                                allTrainings();
                            }));
                },
                "lang",
                "en");
    }

    private void inShort() throws XMLStreamException {
        html.element("section", () -> {
            html.text("h2", "In short");
            scrolling(() -> {
                html.text("caption", "What people say of batch normalization, and whether it was so here");
                head("claim", "verdict", "because");
                html.element("tbody", () -> {
                    for (Claim claim : claims) {
                        html.element("tr", () -> {
                            html.element(
                                    "th", () -> html.text("a", claim.claim(), "href", "#" + id(claim)), "scope", "row");
                            html.text("td", claim.verdict().title(), "class", "verdict " + style(claim.verdict()));
                            html.text("td", claim.findings());
                        });
                    }
                });
            });
        });
    }

    private void whatWasDone() throws XMLStreamException {
        html.element("section", () -> {
            html.text("h2", "What was done");
            html.text(
                    "p",
                    "Batch normalization subtracts from each feature its mean over the images of a step and divides "
                            + "by its standard deviation; then it multiplies by a number and adds another, which "
                            + "are learned. Here "
                            + "it stands between each hidden layer's weights and its activation function.");
            html.element("ul", () -> {
                html.text("li", "Images: " + data + ".");
                html.text(
                        "li",
                        "Networks: hidden layers of %d features, %s of them, with %s; weights drawn as He (ReLU) or "
                                        .formatted(plan.width(), join(Plan.DEPTHS), functions())
                                + "Glorot (sigmoid, tanh) proposed.");
                html.text(
                        "li",
                        "Learning: %d steps of %d images, gradient descent with a momentum of %s, learning rates of "
                                        .formatted(plan.steps(), Plan.BATCH_SIZE, Settings.MOMENTUM)
                                + join(plan.learningRates().stream()
                                        .map(Unit.RATE::text)
                                        .toList())
                                + "; each " + Schedule.NAME + ".");
                html.text(
                        "li",
                        "%d %s: each has its own weights and order of images, the same with and without batch "
                                        .formatted(plan.seeds(), plan.seeds() == 1 ? "seed" : "seeds")
                                + "normalization. A claim holds in a case only if it holds with every seed.");
            });
        });
    }

    private String functions() {
        return join(plan.architectures().stream()
                .map(architecture -> architecture.function().title())
                .distinct()
                .toList());
    }

    private void section(Claim claim) throws XMLStreamException {
        html.element(
                "section",
                () -> {
                    html.text("h2", "“" + claim.claim() + "”");
                    html.element(
                            "p",
                            () -> {
                                html.text(
                                        "strong",
                                        "Here: " + claim.verdict().title() + ". ",
                                        "class",
                                        style(claim.verdict()));
                                html.text(claim.findings());
                                if (claim.topic() == Topic.INPUT_DRIFT) {
                                    html.text(" " + Claims.driftWithoutSpeed(claims));
                                }
                            },
                            "class",
                            "finding");
                    html.text("p", "Measured: " + claim.measured(), "class", "measured");
                    for (Figure figure : Figure.ALL) {
                        if (figure.topic() == claim.topic()) {
                            html.element("figure", () -> html.empty("img", "src", figure.file(), "alt", figure.alt()));
                        }
                    }
                    scrolling(() -> {
                        html.text(
                                "caption",
                                "Median over the seeds, with the smallest and the largest in brackets ("
                                        + claim.unit().title() + ")");
                        head("network", "with batch normalization", "without", "the claim");
                        html.element("tbody", () -> {
                            for (Comparison comparison : claim.comparisons()) {
                                row(claim, comparison);
                            }
                        });
                    });
                },
                "id",
                id(claim));
    }

    private void row(Claim claim, Comparison comparison) throws XMLStreamException {
        html.element("tr", () -> {
            html.text("th", comparison.title(), "scope", "row");
            html.text("td", figures(claim, comparison.with()), "class", "figure");
            html.text("td", figures(claim, comparison.without()), "class", "figure");
            html.text("td", comparison.outcome().title(), "class", "verdict " + style(comparison.outcome()));
        });
    }

    private static String figures(Claim claim, double[] values) {
        return values.length == 0 ? "–" : claim.unit().summary(values);
    }

    private void limits() throws XMLStreamException {
        html.element("section", () -> {
            html.text("h2", "What this does not show");
            html.element("ul", () -> {
                html.text(
                        "li",
                        "Large networks, convolutions, other optimizers, long trainings: these are small networks "
                                + "that learn for a short time, and another choice of learning rates, steps or data "
                                + "may come out "
                                + "differently. Learning rates are apart by a factor, so that a largest one is "
                                + "known to that "
                                + "factor only.");
                html.text(
                        "li",
                        "All of a distribution: drift is that of means and standard deviations, feature by feature.");
                html.text(
                        "li",
                        "Why. Two things that are seen together need not be cause and effect: Santurkar et al. (2018) "
                                + "added noise after batch normalization, so that distributions moved more, and "
                                + "networks trained as "
                                + "well.");
                html.text(
                        "li",
                        "Chance: with %d %s, a case that could go either way comes out for the claim once in %d times."
                                .formatted(
                                        plan.seeds(),
                                        plan.seeds() == 1 ? "seed" : "seeds",
                                        1L << Math.min(plan.seeds(), 62)));
            });
        });
    }

    private void allTrainings() throws XMLStreamException {
        html.element("details", () -> {
            html.text("summary", "All trainings");
            scrolling(() -> {
                html.text(
                        "caption",
                        ("Training loss in the end and test accuracy, by learning rate; median over the seeds. "
                                        + "Guessing has a loss of %.2f.")
                                .formatted(TrialResult.GUESSING));
                html.element(
                        "thead",
                        () -> html.element("tr", () -> {
                            html.text("th", "network", "scope", "col");
                            for (double rate : plan.learningRates()) {
                                html.text("th", Unit.RATE.text(rate), "scope", "col");
                            }
                        }));
                html.element("tbody", () -> {
                    for (Architecture architecture : plan.architectures()) {
                        for (boolean with : new boolean[] {true, false}) {
                            html.element("tr", () -> {
                                html.text("th", architecture.title() + (with ? ", with" : ", without"), "scope", "row");
                                for (double rate : plan.learningRates()) {
                                    html.text("td", cell(results.of(architecture, with, rate)), "class", "figure");
                                }
                            });
                        }
                    }
                });
            });
        });
    }

    private static String cell(List<TrialResult> seeds) {
        double loss =
                Unit.median(seeds.stream().mapToDouble(TrialResult::finalLoss).toArray());
        double accuracy = Unit.median(
                seeds.stream().mapToDouble(TrialResult::testAccuracy).toArray());
        return Double.isInfinite(loss) ? "diverges" : "%.2f, %s".formatted(loss, Unit.SHARE.text(accuracy));
    }

    private void scrolling(Html.Contents table) throws XMLStreamException {
        html.element("div", () -> html.element("table", table), "class", "scroll", "tabindex", "0");
    }

    private void head(String... columns) throws XMLStreamException {
        html.element(
                "thead",
                () -> html.element("tr", () -> {
                    for (String column : columns) {
                        html.text("th", column, "scope", "col");
                    }
                }));
    }

    private static String join(List<?> parts) {
        String all = parts.stream().map(Object::toString).collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
    }

    private static String id(Claim claim) {
        return claim.topic().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String style(Claim.Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> "holds";
            case MIXED -> "mixed";
            case DOES_NOT_HOLD -> "fails";
            case UNDECIDED -> "unknown";
        };
    }

    private static String style(Comparison.Outcome outcome) {
        return switch (outcome) {
            case HOLDS -> "holds";
            case FAILS -> "fails";
            case SPLIT -> "split";
            case UNKNOWN -> "unknown";
        };
    }
}
