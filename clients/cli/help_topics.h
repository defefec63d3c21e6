#pragma once

// The texts of `cardledger help TOPIC`.

#include <span>

#include "absl/strings/string_view.h"

namespace cardledger::cli {

struct HelpTopic {
  absl::string_view name;
  absl::string_view purpose;
  absl::string_view text;
};

std::span<const HelpTopic> HelpTopics();

}  // namespace cardledger::cli
