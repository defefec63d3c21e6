#pragma once

// Messages written as text, for the tests of what people read.

#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace cardledger::cli {

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

}  // namespace cardledger::cli
