// SPDX-License-Identifier: Apache-2.0
// Inside the parser: the recursive descent itself, one method a rule of the grammar, spread over
// the parse_*.cpp files. After a fault nothing is read any more (`current` gives the end of a
// statement) until the loop over statements recovers; so a rule need not look after errors, and one
// cause gives one message.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "syntax/ast.hpp"
#include "syntax/layout.hpp"
#include "syntax/lexer.hpp"
#include "syntax/parser.hpp"
#include "syntax/words.hpp"
#include "text/diagnostic.hpp"

namespace entente::syntax {

class Parser {
  public:
    Parser(const text::Sources& sources, text::FileId file, text::Diagnostics& diagnostics);

    Tree file();

  private:
    // ---- tokens (parser.cpp) ----
    const Token& current() const { return ahead(0); }

    const Token& ahead(std::size_t count) const;
    std::uint32_t depth() const;

    bool at(Symbol symbol) const { return current().symbol == symbol; }

    bool at(std::string_view word) const;
    bool at_any(std::initializer_list<std::string_view> words) const;
    bool next_is(std::string_view word) const;
    bool at_statement_end() const;
    Token take();
    bool accept(Symbol symbol);
    bool accept(std::string_view word);
    /// The span from `begin` to the last token taken.
    Span from(Span begin) const;
    /// An empty span behind the last token taken.
    Span behind() const;

    // ---- faults (parser.cpp) ----
    void fail(text::Diagnostic diagnostic);
    /// "expected X, found Y" at the current token.
    void fail_expected(std::string_view what, const std::string& help = "");
    std::string found() const;
    void expect(Symbol symbol, std::string_view what);
    void expect(std::string_view word, std::string_view what);
    /// A closing ) or ], with the opening one shown where it is missing.
    void expect_close(Symbol closer, Span opener);
    Name expect_name(std::string_view what);
    Text expect_text(std::string_view what);
    /// A name that the statement declares; reserved words are refused.
    Name declared_name(std::string_view what);
    void unknown_word(BlockKind block);
    /// Reports a second one of what may be said once.
    bool once(bool known, const Token& word);
    void recover(std::uint32_t block_depth);

    // ---- blocks (parser.cpp) ----
    /// `{ statement; statement }`; `statement` reads one, the loop the ends between.
    void block(const std::function<void()>& statement);
    void end_statement(std::string_view after);
    std::string doc_above(std::size_t item) const;

    // ---- expressions (parse_expression.cpp) ----
    Expr expression();
    Expr disjunction();
    Expr conjunction();
    Expr negation();
    Expr comparison();
    Expr sum();
    Expr term();
    Expr product();
    Expr power();
    Expr atom();
    Expr number_atom();
    Expr parenthesised();
    Expr choose();
    Expr place_or_call();
    Expr place();
    void call(Expr& expr);
    Argument argument();
    Subscript subscript();
    std::vector<Subscript> subscripts();
    void fields(std::vector<Name>& fields);
    Expr binary(Operator op, Span op_span, Expr left, Expr right);
    Expr unary(ExprKind kind, Span begin, Expr child);
    void measure(Expr& expr);
    bool begins_value() const;
    bool begins_value(const Token& token) const;
    void fail_missing_value();

    // ---- values, units, dates, records (parse_value.cpp) ----
    UnitExpr unit();
    UnitFactor unit_factor(bool divided);
    std::optional<UnitExpr> unit_after_number();
    Quantity quantity();
    DateLiteral date_literal();
    std::optional<DateLiteral> year_or_date();
    DateExpr date();
    Window window();
    Value value();
    Value distribution_value();
    TableExpr table();
    TableKey table_key();
    Range range();
    std::vector<IndexBinding> indices();
    IndexBinding index_binding();
    RecordExpr record();
    void record_parts(RecordExpr& record);
    Period period();
    std::vector<Name> names(std::string_view what);
    std::vector<DateExpr> dates();

    // ---- declarations (parse_declaration.cpp) ----
    void declaration(std::vector<Decl>& decls);
    ModelDecl model();
    void model_clause(ModelDecl& model);
    UnitDecl unit_declaration();
    ActorsDecl actors();
    DyadsDecl dyads();
    QuantityDecl quantity_declaration(QuantityKind kind);
    void head_parts(QuantityDecl& decl);
    EventDecl event();
    DataDecl data();
    AgreementDecl agreement();
    void agreement_clause(AgreementDecl& agreement);
    AgreementsDecl agreements();
    LeaderDecl leader();
    std::vector<Clause> clauses(BlockKind block);
    Clause clause(BlockKind block);
    FlowClause flow(bool inflow);
    PriorClause prior();
    ObservesClause observes();

    // ---- players and scenarios (parse_choice.cpp) ----
    PlayerDecl player();
    void player_clause(PlayerDecl& player);
    OptionDecl option();
    Setting setting();
    ScenarioDecl scenario();
    Change change();
    SetChange set_change();
    EventChange event_change();
    WithoutChange without_change();
    Timing timing();

    // ---- issues (parse_issue.cpp) ----
    IssueDecl issue();
    DimensionClause dimension();
    IssueActor issue_actor();
    void scores(std::vector<Score>& scores);

    // ---- claims (parse_claim.cpp) ----
    ClaimDecl claim();
    PartDecl part();
    InfluenceDecl influence();
    Test test(BlockKind block);
    Stat stat();
    void change(Stat& stat);
    void share(Stat& stat);
    Judged judged();

    const text::Sources& sources_;
    text::FileId file_;
    text::Diagnostics& diagnostics_;
    std::vector<Token> tokens_;
    std::vector<Item> items_;
    std::size_t at_ = 0;
    Span last_;  ///< of the last token taken
    bool failed_ = false;
    bool in_then_ = false;  ///< between `then` and its `else`, which a link must leave alone
    std::uint32_t nesting_ = 0;
    std::size_t faults_ = 0;
    Token nothing_;  ///< what `current` gives after a fault
};

}  // namespace entente::syntax
