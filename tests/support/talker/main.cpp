// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A program that stands in for a model: each argument is a thing to do, in order. Knows no Qt, so that it starts fast.
//   say:TEXT     to standard output       log:TEXT  to standard error        bytes:HEX, times:N:CHAR  the same, exactly
//   stdin        what comes in            file:PATH what is in there         env:NAME  that variable
//   wait:PATH    until the file is there  mark:PATH makes a file             child:PATH  a child that ignores a polite
//   stubborn     ignores SIGTERM          crash     exit:N                                end; its id goes into PATH
//   -anything, or anything else: said as it is, in brackets
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <thread>

#if defined(__unix__) || defined(__APPLE__)
#include <unistd.h>
#endif

namespace {

using namespace std::chrono_literals;

void say(const std::string &text)
{
    std::cout << text << std::flush;
}

std::string contentOf(std::istream &stream)
{
    return {std::istreambuf_iterator<char>(stream), {}};
}

constexpr auto longest = 5min; // a test that failed leaves nobody waiting for ever

void waitFor(const std::string &path)
{
    const auto end = std::chrono::steady_clock::now() + longest;
    while (!std::ifstream(path)) {
        if (std::chrono::steady_clock::now() > end) {
            std::exit(99);
        }
        std::this_thread::sleep_for(1ms);
    }
}

/// Complete when it is there.
void makeFile(const std::string &path, const std::string &text)
{
    std::ofstream(path + ".new") << text;
    std::rename((path + ".new").c_str(), path.c_str());
}

std::string fromHex(const std::string &hex)
{
    std::string bytes;
    for (size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    }
    return bytes;
}

void haveChild([[maybe_unused]] const std::string &path)
{
#if defined(__unix__) || defined(__APPLE__)
    if (fork() == 0) {
        std::signal(SIGTERM, SIG_IGN);
        makeFile(path, std::to_string(getpid()));
        std::this_thread::sleep_for(longest);
        std::_Exit(0);
    }
    waitFor(path);
#endif
}

void sayMany(const std::string &what)
{
    const size_t colon = what.find(':');
    const auto count = std::stoul(what.substr(0, colon));
    say(std::string(count, what.at(colon + 1)));
}

void perform(const std::string &verb, const std::string &rest)
{
    if (verb == "say") {
        say(rest);
    } else if (verb == "log") {
        std::cerr << rest << std::flush;
    } else if (verb == "bytes") {
        say(fromHex(rest));
    } else if (verb == "times") {
        sayMany(rest);
    } else if (verb == "stdin") {
        say(contentOf(std::cin));
    } else if (verb == "file") {
        std::ifstream file(rest);
        say(contentOf(file));
    } else if (verb == "env") {
        const char *value = std::getenv(rest.c_str());
        say(value ? value : "(unset)");
    } else if (verb == "wait") {
        waitFor(rest);
    } else if (verb == "mark") {
        makeFile(rest, {});
    } else if (verb == "child") {
        haveChild(rest);
    } else if (verb == "stubborn") {
        std::signal(SIGTERM, SIG_IGN);
    } else if (verb == "crash") {
        std::signal(SIGABRT, SIG_DFL);
        std::abort();
    } else if (verb == "exit") {
        std::exit(std::stoi(rest));
    } else {
        say('[' + verb + (rest.empty() ? "" : ':' + rest) + ']');
    }
}

} // namespace

int main(int count, char **arguments)
{
    for (int i = 1; i < count; ++i) {
        const std::string text = arguments[i];
        const size_t colon = text.find(':');
        perform(text.substr(0, colon), colon == std::string::npos ? std::string() : text.substr(colon + 1));
    }
    return 0;
}
