// SPDX-License-Identifier: Apache-2.0
// What is wrong with a user's text or data, in the modeller's words: a code, a headline, the place,
// other places involved, and a way out. Stages add to a Diagnostics sink and go on; the command
// line renders it for people or as JSON. Nothing here prints or exits.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/source.hpp"

namespace entente::text {

enum class Severity { error, warning };

/// A place and what to say about it.
struct Label {
    Span span;
    std::string text;
};

/// A way out; with a replacement where the fix is mechanical.
struct Help {
    std::string text;
    std::optional<Span> where;
    std::string replacement;
};

struct Diagnostic {
    std::string code;      ///< from the code table, for instance "E3004"; warnings begin with W
    std::string headline;  ///< lower case, no full stop, names in backquotes
    Label primary;
    std::vector<Label> others;
    std::vector<std::string> notes;
    std::vector<Help> helps;

    Severity severity() const {
        return code.starts_with('W') ? Severity::warning : Severity::error;
    }
};

/// Collects diagnostics. The same code at the same span is kept once.
class Diagnostics {
  public:
    void add(Diagnostic diagnostic);

    /// Adds a place to the diagnostic that was added with this code and span, unless it points
    /// there already. Nothing happens where there is none.
    void add_place(const std::string& code, Span primary, Label place);

    bool has_errors() const { return error_count_ > 0; }

    std::size_t error_count() const { return error_count_; }

    std::size_t warning_count() const { return list_.size() - error_count_; }

    /// Sorted by file and position.
    std::vector<Diagnostic> sorted() const;

  private:
    std::vector<Diagnostic> list_;
    std::size_t error_count_ = 0;
};

/// One row of the code table: what `entente explain` lists.
struct CodeRow {
    std::string_view code;
    std::string_view title;
};

/// Every code there is, in order. docs/errors/CODE.md holds the page of each.
const std::vector<CodeRow>& code_table();

/// Whether to colour; decided by the caller per stream.
enum class Colour { off, on };

/// Text for people: excerpts with underlines, at most `limit` errors, then the count of the rest.
std::string render(const Diagnostics& diagnostics,
                   const Sources& sources,
                   Colour colour,
                   std::size_t limit = 20);

/// One JSON array: file, range (line, column, offsets), code, severity, message, labels, notes,
/// fixes.
std::string to_json(const Diagnostics& diagnostics, const Sources& sources);

/// Up to `most` candidates near a misspelt name, nearest first (edit distance with transpositions).
std::vector<std::string> near_names(std::string_view wrong,
                                    const std::vector<std::string>& candidates,
                                    std::size_t most = 3);

/// "did you mean `a`, `b` or `c`?", or nothing when no candidate is near.
std::optional<std::string> did_you_mean(std::string_view wrong,
                                        const std::vector<std::string>& candidates);

}  // namespace entente::text
