package io.github.diffusionelites.batch.report;

import io.github.diffusionelites.model.Quoted;
import io.github.diffusionelites.run.picture.Svg;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Builds a page that is well-formed XML too and refers to nothing outside of itself. Text never becomes markup; what a
 * reader would not see in it is shown as an escape.
 */
final class HtmlPage {

    private static final String STYLE = """
        :root { color-scheme: light dark; --ink: #22262b; --soft: #6a727c; --paper: #ffffff; --card: #f5f6f8;
            --line: #dfe2e6; --first: #7a1fa2; --second: #d2620f; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #9aa3ad; --paper: #16181b;
            --card: #1f2327; --line: #363c43; --first: #c08be0; --second: #f0a060; } }
        body { margin: 2rem auto; padding: 0 1rem; max-width: 76rem; background: var(--paper); color: var(--ink);
            font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.6rem; overflow-wrap: anywhere; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
        .cards { display: flex; flex-wrap: wrap; gap: .8rem; margin-bottom: 1.4rem; }
        .card { background: var(--card); border-radius: .5rem; padding: .6rem 1rem; min-width: 8rem; }
        .card b { display: block; font-size: 1.35rem; font-weight: 600; } .card span { color: var(--soft); }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 1.4rem; }
        figure { margin: 0; } figcaption { font-weight: 600; } p.note, figcaption span { color: var(--soft);
            font-weight: 400; }
        svg { max-width: 100%; height: auto; font: 12px system-ui, sans-serif; }
        .grid { stroke: var(--line); } .axis { stroke: var(--soft); } .ink { fill: var(--ink); }
        .bar { fill: var(--first); } .band { fill: var(--first); fill-opacity: .2; }
        .line { fill: none; stroke: var(--first); stroke-width: 1.8; stroke-linejoin: round; }
        .mark { stroke: var(--second); stroke-dasharray: 5 4; } .frame { fill: var(--card); }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .15rem .7rem; text-align: right; border-bottom: 1px solid var(--line);
            white-space: nowrap; } th { color: var(--soft); font-weight: 500; }
        pre { background: var(--card); padding: .8rem 1rem; border-radius: .5rem; overflow-x: auto; }
        """;

    private final StringBuilder text = new StringBuilder();

    /** Begins a page. */
    HtmlPage(String title) {
        text.append("<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n")
                .append("<meta charset=\"utf-8\"/>\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
                // Should text become markup after all, nothing would run and nothing would be fetched.
                .append("<meta http-equiv=\"Content-Security-Policy\"")
                .append(" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n");
        element("title", title);
        text.append("<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
        element("h1", title);
    }

    /** Returns text as it may stand between tags. */
    private static String shown(String raw) {
        return Svg.escaped(Quoted.escaped(raw));
    }

    /** Adds an element with text. */
    HtmlPage element(String tag, String content) {
        text.append('<').append(tag).append('>').append(shown(content));
        // The name ends where attributes begin.
        text.append("</").append(tag.split(" ", 2)[0]).append(">\n");
        return this;
    }

    /** Opens an element. */
    HtmlPage open(String tag) {
        text.append('<').append(tag).append(">\n");
        return this;
    }

    /** Closes an element. */
    HtmlPage close(String tag) {
        text.append("</").append(tag).append(">\n");
        return this;
    }

    /** Adds a figure and its name. */
    HtmlPage card(String name, String figure) {
        text.append("<div class=\"card\"><b>")
                .append(shown(figure))
                .append("</b><span>")
                .append(shown(name))
                .append("</span></div>\n");
        return this;
    }

    /**
     * Adds a picture with its title and what it shows.
     *
     * @param svg that is well-formed
     */
    HtmlPage figure(String title, String explained, String svg) {
        text.append("<figure>\n<figcaption>")
                .append(shown(title))
                .append(" <span>")
                .append(shown(explained))
                .append("</span></figcaption>\n")
                .append(svg)
                .append("</figure>\n");
        return this;
    }

    /** Adds a picture that is well-formed. */
    HtmlPage picture(String svg) {
        text.append(svg);
        return this;
    }

    /** Adds a table. */
    HtmlPage table(List<String> head, List<List<String>> lines) {
        open("div class=\"scroll\"").open("table").line("th", head);
        lines.forEach(line -> line("td", line));
        return close("table").close("div");
    }

    private HtmlPage line(String tag, List<String> cells) {
        text.append("<tr>");
        cells.forEach(cell -> text.append('<')
                .append(tag)
                .append('>')
                .append(shown(cell))
                .append("</")
                .append(tag)
                .append('>'));
        text.append("</tr>\n");
        return this;
    }

    /** Adds text with its ends of lines. */
    HtmlPage preformatted(String content) {
        text.append("<pre>")
                .append(content.replace("\t", "    ")
                        .lines()
                        .map(HtmlPage::shown)
                        .collect(Collectors.joining("\n")))
                .append("</pre>\n");
        return this;
    }

    /** Returns the page. */
    String document() {
        return text + "</body>\n</html>\n";
    }
}
