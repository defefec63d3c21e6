#include "base/plain_text.h"

#include <string>

#include "gtest/gtest.h"

namespace cardledger::base {
namespace {

TEST(PlainText, TextOfEveryLength_isPlain) {
  for (const char* text : {"", "Cabinet paper, page 4", "caf\u00E9", "\u00A3250 \u2013 paragraph 2",
                           "\uD7FF\uE000\uFFFD", "\U00010000\U0010FFFF"}) {
    EXPECT_TRUE(IsPlainText(text)) << text;
  }
}

TEST(PlainText, ControlCharacters_areNot) {
  for (const std::string& text : {std::string(1, '\0'), std::string("a\nb"), std::string("\t"),
                                  std::string("\r\n"), std::string("\x1b[31m"), std::string("\x7f"),
                                  std::string("\xC2\x80"), std::string("\xC2\x9F")}) {
    EXPECT_FALSE(IsPlainText(text)) << text;
  }
  EXPECT_TRUE(IsPlainText(" ~\xC2\xA0"));  // their neighbours are
}

TEST(PlainText, BytesThatAreNoUtf8_areNot) {
  for (const char* bytes : {"caf\xE9",           // Latin-1
                            "\x80",              // goes on from nothing
                            "\xC3",              // cut
                            "\xE2\x82",          //
                            "\xF0\x9F\x98",      //
                            "\xC3(",             // does not go on
                            "\xC1\xBF",          // overlong
                            "\xE0\x9F\xBF",      //
                            "\xF0\x8F\xBF\xBF",  //
                            "\xED\xA0\x80",      // half of a pair
                            "\xF4\x90\x80\x80",  // beyond the last
                            "\xF8\x88\x80\x80\x80", "\xFE", "\xFF"}) {
    EXPECT_FALSE(IsPlainText(bytes)) << bytes;
    EXPECT_FALSE(IsPlainText(std::string("x") + bytes + "x")) << bytes;
  }
}

}  // namespace
}  // namespace cardledger::base
