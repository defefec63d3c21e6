#include "services/server/log_writer.h"

#include <cstdlib>
#include <jansson.h>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"

#include "services/domain/limits.h"

namespace cardledger::server {
namespace {

constexpr int64_t kSecondUs = 1'000'000;

const char* NameOf(base::Severity severity) {
  switch (severity) {
    case base::Severity::kInfo:
      return "INFO";
    case base::Severity::kWarning:
      return "WARNING";
    case base::Severity::kError:
      return "ERROR";
  }
  return "ERROR";
}

void Add(json_t* object, absl::string_view name, absl::string_view value) {
  json_t* text = json_stringn(value.data(), value.size());
  if (text == nullptr) text = json_string("(no text)");  // what a file system says may be anything
  json_object_set_new(object, std::string(name).c_str(), text);
}

// What was told of each event in the second that runs.
class Bounds {
 public:
  Bounds(base::Log log, const engine::Clock& clock) : log_(std::move(log)), clock_(clock) {}

  void Tell(const base::LogEvent& event) ABSL_LOCKS_EXCLUDED(mutex_) {
    int64_t left_out = 0;
    {
      const base::MutexLock lock(mutex_);
      // Events are fixed words, so this stays small.
      Told& told = told_[std::string(event.event)];
      const int64_t now_us = clock_.MonotonicMicroseconds();
      if (told.lines == 0 || now_us - told.begun_us >= kSecondUs) {
        told.begun_us = now_us;
        told.lines = 0;
      }
      if (++told.lines > domain::kLogLinesPerSecond) {
        ++told.left_out;
        return;
      }
      std::swap(left_out, told.left_out);
    }
    if (left_out == 0) return log_(event);
    base::LogEvent with_count = event;
    with_count.fields.emplace_back("left_out", absl::StrCat(left_out));
    log_(with_count);
  }

 private:
  struct Told {
    int64_t begun_us = 0;
    int64_t lines = 0;
    int64_t left_out = 0;
  };

  const base::Log log_;
  const engine::Clock& clock_;
  base::Mutex mutex_;
  std::map<std::string, Told> told_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

std::string TextLine(const base::LogEvent& event) {
  std::string line = event.message;
  const char* separator = " (";
  for (const auto& [name, value] : event.fields) {
    absl::StrAppend(&line, separator, name, " ", value);
    separator = ", ";
  }
  if (!event.fields.empty()) line += ")";
  return absl::StrReplaceAll(line, {{"\n", " "}});
}

std::string JsonLine(const base::LogEvent& event, int64_t wall_us) {
  json_t* object = json_object();
  Add(object, "time",
      absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3SZ", absl::FromUnixMicros(wall_us),
                       absl::UTCTimeZone()));
  Add(object, "severity", NameOf(event.severity));
  Add(object, "event", event.event);
  Add(object, "message", event.message);
  for (const auto& [name, value] : event.fields) Add(object, name, value);
  char* text = json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);
  std::string line(text);
  std::free(text);
  json_decref(object);
  return line;
}

base::Log Bounded(base::Log log, const engine::Clock& clock) {
  const auto bounds = std::make_shared<Bounds>(std::move(log), clock);
  return [bounds](const base::LogEvent& event) { bounds->Tell(event); };
}

}  // namespace cardledger::server
