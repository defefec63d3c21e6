#include "services/server/log_writer.h"

#include <string>

#include "gtest/gtest.h"

namespace cardledger::server {
namespace {

TEST(LogWriter, JsonIsOneObjectOnOneLineWhateverTheTextIs) {
  const base::LogEvent event{.severity = base::Severity::kWarning,
                             .event = "call_failed",
                             .message = "a \"quoted\"\nline \u20AC",
                             .fields = {{"code", "INTERNAL"}, {"reason", "\xFF"}}};
  const std::string expected =
      R"j({"time":"2027-01-15T08:00:00.123Z","severity":"WARNING","event":"call_failed",)j"
      R"j("message":"a \"quoted\"\nline \u20AC","code":"INTERNAL","reason":"(no text)"})j";
  EXPECT_EQ(JsonLine(event, 1'800'000'000'123'456), expected);
}

TEST(LogWriter, TextIsForPeople) {
  EXPECT_EQ(TextLine({.event = "stopped", .message = "stopped"}), "stopped");
  EXPECT_EQ(TextLine({.event = "call_failed",
                      .message = "a call\nfailed",
                      .fields = {{"method", "M"}, {"code", "INTERNAL"}}}),
            "a call failed (method M, code INTERNAL)");
}

}  // namespace
}  // namespace cardledger::server
