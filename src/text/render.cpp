// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "text/diagnostic.hpp"
#include "text/excerpt.hpp"

namespace entente::text {

namespace {

struct Paint {
    Colour colour;

    std::string operator()(std::string_view code, const std::string& text) const {
        return colour == Colour::off || text.empty() ? text
                                                     : fmt::format("\x1b[{}m{}\x1b[0m", code, text);
    }
};

constexpr std::string_view bold = "1";
constexpr std::string_view red = "1;31";
constexpr std::string_view yellow = "1;33";
constexpr std::string_view blue = "1;34";

// A label with the line it is drawn on.
struct Placed {
    std::uint32_t line = 0;
    Mark mark;
};

class Renderer {
  public:
    Renderer(const Sources& sources, Colour colour) : sources_(sources), paint_{colour} {}

    std::string operator()(const Diagnostic& diagnostic) {
        severity_colour_ = diagnostic.severity() == Severity::error ? red : yellow;
        const std::string kind = diagnostic.severity() == Severity::error ? "error" : "warning";
        out_ = paint_(severity_colour_, fmt::format("{}[{}]", kind, diagnostic.code)) +
               paint_(bold, ": " + diagnostic.headline) + "\n";
        gutter_ = gutter_width(diagnostic);
        excerpts(diagnostic);
        for (const std::string& note : diagnostic.notes) {
            tail("note", note);
        }
        for (const Help& help : diagnostic.helps) {
            tail("help", help.text.empty() ? "write `" + help.replacement + "`" : help.text);
        }
        tail("more", "entente explain " + diagnostic.code);
        return out_;
    }

  private:
    static std::vector<Label> all_labels(const Diagnostic& diagnostic) {
        std::vector<Label> labels = {diagnostic.primary};
        labels.insert(labels.end(), diagnostic.others.begin(), diagnostic.others.end());
        return labels;
    }

    std::size_t gutter_width(const Diagnostic& diagnostic) const {
        std::uint32_t largest = 1;
        for (const Label& label : all_labels(diagnostic)) {
            if (label.span.file) {
                largest =
                    std::max(largest, sources_.position(label.span.file, label.span.begin).line);
            }
        }
        return std::to_string(largest).size();
    }

    // A row of the margin: the line's number or nothing, the bar, and what stands beside it.
    void row(const std::string& number, const std::string& text) {
        const std::string pad(gutter_ - std::min(gutter_, number.size()), ' ');
        out_ += paint_(blue, pad + number + " |") + (text.empty() ? "" : " " + text) + "\n";
    }

    void tail(const std::string& word, const std::string& text) {
        const std::string pad(gutter_ + 1, ' ');
        std::string body = text;
        for (std::size_t at = body.find('\n'); at != std::string::npos;
             at = body.find('\n', at + 1)) {
            body.insert(at + 1, pad + std::string(word.size() + 4, ' '));
        }
        out_ += pad + paint_(blue, "=") + " " + paint_(bold, word) + ": " + body + "\n";
    }

    void excerpts(const Diagnostic& diagnostic) {
        const std::vector<Label> labels = all_labels(diagnostic);
        std::vector<FileId> files;
        for (const Label& label : labels) {
            if (label.span.file &&
                std::find(files.begin(), files.end(), label.span.file) == files.end()) {
                files.push_back(label.span.file);
            }
        }
        for (std::size_t i = 0; i < files.size(); ++i) {
            excerpt(files[i], i == 0 && files[i] == diagnostic.primary.span.file, labels);
        }
        if (!files.empty()) {
            row("", "");
        }
    }

    void excerpt(FileId file, bool first, const std::vector<Label>& labels) {
        std::vector<Placed> placed;
        Position head{};
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const Span span = labels[i].span;
            if (span.file != file) {
                continue;
            }
            const Position at = sources_.position(file, span.begin);
            if (placed.empty()) {
                head = at;
            }
            placed.push_back({at.line, mark_of(span, at.line, labels[i].text, i == 0)});
        }
        out_ += paint_(blue, std::string(gutter_, ' ') + (first ? "-->" : ":::")) +
                fmt::format(" {}:{}:{}\n", sources_.path(file), head.line, head.column);
        row("", "");
        std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
            return a.line < b.line;
        });
        std::uint32_t shown = 0;
        for (std::size_t i = 0; i < placed.size();) {
            const std::uint32_t line = placed[i].line;
            std::vector<Mark> marks;
            for (; i < placed.size() && placed[i].line == line; ++i) {
                marks.push_back(placed[i].mark);
            }
            // One line between two excerpts is shown; more are left out.
            if (shown != 0 && line == shown + 2) {
                show(file, shown + 1, {});
            } else if (shown != 0 && line > shown + 2) {
                out_ += paint_(blue, "...") + "\n";
            }
            show(file, line, marks);
            shown = line;
        }
    }

    Mark mark_of(Span span, std::uint32_t line, const std::string& text, bool primary) const {
        const std::string_view whole = sources_.text(span.file);
        const std::string_view content = sources_.line(span.file, line);
        const auto start = static_cast<std::size_t>(content.data() - whole.data());
        // A span that runs over the line's end is underlined up to it.
        const std::size_t begin = std::min<std::size_t>(span.begin - start, content.size());
        const std::size_t end = std::clamp<std::size_t>(
            span.end - std::min<std::size_t>(start, span.end), begin, content.size());
        return {begin, end, text, primary};
    }

    void show(FileId file, std::uint32_t line, const std::vector<Mark>& marks) {
        const Excerpt drawn = draw(sources_.line(file, line), marks);
        row(std::to_string(line), drawn.line);
        for (const std::vector<Piece>& pieces : drawn.rows) {
            std::string text;
            for (const Piece& piece : pieces) {
                text += piece.role == Piece::Role::primary ? paint_(severity_colour_, piece.text)
                        : piece.role == Piece::Role::other ? paint_(blue, piece.text)
                                                           : piece.text;
            }
            row("", text);
        }
    }

    const Sources& sources_;
    Paint paint_;
    std::string_view severity_colour_;
    std::size_t gutter_ = 1;
    std::string out_;
};

std::string plural(std::size_t count, const std::string& word) {
    return fmt::format("{} more {}{}", count, word, count == 1 ? "" : "s");
}

}  // namespace

std::string render(const Diagnostics& diagnostics,
                   const Sources& sources,
                   Colour colour,
                   std::size_t limit) {
    Renderer renderer(sources, colour);
    std::string out;
    std::size_t errors = 0;
    std::size_t warnings = 0;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        std::size_t& shown = diagnostic.severity() == Severity::error ? errors : warnings;
        if (shown == limit) {
            continue;
        }
        ++shown;
        out += (out.empty() ? "" : "\n") + renderer(diagnostic);
    }
    if (errors < diagnostics.error_count()) {
        out += "\nand " + plural(diagnostics.error_count() - errors, "error") + "\n";
    }
    if (warnings < diagnostics.warning_count()) {
        out += "\nand " + plural(diagnostics.warning_count() - warnings, "warning") + "\n";
    }
    return out;
}

}  // namespace entente::text
