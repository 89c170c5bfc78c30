// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace entente::cli {

namespace {

bool set_and_not_empty(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

text::Colour colour_for(const std::string& when, int stream) {
    const auto as = [](bool on) { return on ? text::Colour::on : text::Colour::off; };
    if (when != "auto") {
        return as(when == "always");
    }
    if (set_and_not_empty("FORCE_COLOR")) {
        return as(true);
    }
    const char* term = std::getenv("TERM");
    const bool dumb = term != nullptr && std::string_view(term) == "dumb";
    return as(!set_and_not_empty("NO_COLOR") && !dumb && isatty(stream) == 1);
}

void write(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
}

/// Between two drawings of the progress line, in seconds.
constexpr double least_pause = 0.1;

/// Of the time that drawing may take.
constexpr double largest_share = 0.02;

constexpr std::size_t usual_width = 80;

std::size_t terminal_width() {
    winsize size{};
    const bool told = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return told ? size.ws_col : usual_width;
}

/// What fits a line: a line that wraps could not be wiped.
std::string clipped(const std::string& text, std::size_t width) {
    std::size_t shown = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
        if (begins && ++shown >= width) {
            return text.substr(0, i);
        }
    }
    return text;
}

std::atomic<bool>& interrupt_flag() {
    static std::atomic<bool> flag = false;
    return flag;
}

extern "C" void on_interrupt(int) { interrupt_flag().store(true); }

}  // namespace

Terminal::Terminal(const Options& options)
    : out_colour_(colour_for(options.colour, STDOUT_FILENO)),
      error_colour_(colour_for(options.colour, STDERR_FILENO)),
      quiet_(options.quiet),
      verbose_(options.verbose) {}

void Terminal::out(std::string_view text) { write(stdout, text); }

void Terminal::error(std::string_view text) {
    std::fflush(stdout);
    write(stderr, text);
}

void Terminal::note(std::string_view text) {
    if (!quiet_) {
        error(text);
    }
}

void Terminal::detail(std::string_view text) {
    if (verbose_) {
        error(text);
    }
}

std::string Terminal::strong(const std::string& text) const {
    return out_colour_ == text::Colour::on ? "\x1b[1m" + text + "\x1b[0m" : text;
}

void Terminal::finish() {
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        throw Failure("cannot write to standard output");
    }
}

Progress::Progress(const Options& options, std::size_t total, std::string what)
    : style_(Style::silent),
      at_once_(options.progress == "always" || options.progress == "json"),
      total_(std::max<std::size_t>(total, 1)),
      what_(std::move(what)),
      start_(std::chrono::steady_clock::now()),
      last_(start_),
      pause_(least_pause) {
    if (options.progress == "json") {
        style_ = Style::json;
    } else if (options.progress != "never" && !options.quiet) {
        style_ = isatty(STDERR_FILENO) == 1 ? Style::line : Style::lines;
    }
}

Progress::~Progress() { clear(); }

std::function<void(std::size_t)> Progress::counter() {
    return [this](std::size_t done) { show(before_ + done); };
}

void Progress::finish_one(std::size_t members) {
    before_ += members;
    show(before_);
}

std::function<void(const run::BlockDone&)> Progress::watch(const std::string& scenario,
                                                           const std::string& prior_set) {
    live_.begin(scenario, prior_set);
    return [this](const run::BlockDone& done) {
        if (style_ == Style::line || style_ == Style::json) {
            live_.take(done);
        }
        show(before_ + done.members);
    };
}

void Progress::clear() {
    if (drawn_) {
        write(stderr, lines_ > 1 ? "\r\x1b[K\x1b[1A\r\x1b[K" : "\r\x1b[K");
        std::fflush(stderr);
        drawn_ = false;
        lines_ = 0;
    }
}

void Progress::show(std::size_t done) {
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::duration<double> elapsed = now - start_;
    // A command that takes less than a second says nothing of its progress.
    if (style_ == Style::silent || (!at_once_ && elapsed.count() < 1.0)) {
        return;
    }
    const double share = static_cast<double>(std::min(done, total_)) / static_cast<double>(total_);
    const double rate = static_cast<double>(done) / std::max(elapsed.count(), 1e-3);
    const double left = static_cast<double>(total_ - std::min(done, total_)) / std::max(rate, 1e-9);
    if (style_ == Style::line) {
        if (!drawn_ || now - last_ >= pause_ || done >= total_) {
            last_ = now;
            draw(done, share, fmt::format("{:.0f}/s  ETA {:.0f} s", rate, left));
        }
        return;
    }
    const int tenths = static_cast<int>(share * 10);
    if (tenths <= tenths_) {
        return;
    }
    tenths_ = tenths;
    if (style_ == Style::json) {
        const auto live = live_.now();
        write(stderr,
              fmt::format("{{\"done\": {}, \"total\": {}, \"rate\": {:.1f}, \"eta\": {:.1f}{}}}\n",
                          done,
                          total_,
                          rate,
                          left,
                          live ? ", \"live\": {" + live_json(*live) + "}" : ""));
    } else {
        write(stderr,
              fmt::format("  {}: {} % ({}/{}, {:.0f}/s, ETA {:.0f} s)\n",
                          what_,
                          tenths * 10,
                          done,
                          total_,
                          rate,
                          left));
    }
    std::fflush(stderr);
}

void Progress::draw(std::size_t done, double share, const std::string& rate) {
    const auto begin = std::chrono::steady_clock::now();
    const auto full = static_cast<std::size_t>(share * 30);
    std::string bar;
    for (std::size_t i = 0; i < 30; ++i) {
        bar += i < full ? "━" : "─";
    }
    const std::size_t width = terminal_width();
    std::string text =
        "\r\x1b[K" +
        clipped(fmt::format("  {}  {} {}/{}  {}", what_, bar, done, total_, rate), width);
    int lines = 1;
    if (const auto live = live_.now()) {
        text += "\n\x1b[K" + clipped("  " + live_text(*live), width);
        lines = 2;
    }
    // A second line once shown stays: it is written anew or left empty.
    if (lines_ == 2) {
        text = "\x1b[1A" + text + (lines == 1 ? "\n\x1b[K" : "");
        lines = 2;
    }
    write(stderr, text);
    std::fflush(stderr);
    drawn_ = true;
    lines_ = lines;
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
    pause_ = std::max(std::chrono::duration<double>(least_pause), spent / largest_share);
}

const std::atomic<bool>& interrupted() { return interrupt_flag(); }

void catch_interrupts() {
    interrupt_flag().store(false);
    struct sigaction action = {};
    action.sa_handler = on_interrupt;
    sigemptyset(&action.sa_mask);
    // The second one takes the default way: the program ends at once.
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

}  // namespace entente::cli
