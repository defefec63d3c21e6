#pragma once

// Tables of spoiled requests: each row spoils a good one, and names the fields that must be
// complained of. For tests of validators.

#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/domain/validate.h"

namespace cardledger::domain {

template <typename R>
struct Spoiled {
  std::vector<std::string> fields;  // that must be complained of, in order
  std::function<void(R&)> spoil;
};

template <typename R>
std::vector<std::string> FieldsOf(const R& request) {
  std::vector<std::string> fields;
  for (const Violation& violation : Validate(request)) {
    fields.push_back(violation.field);
    EXPECT_FALSE(violation.description.empty());
  }
  return fields;
}

// The good one passes; each spoiled one is complained of in just the fields named.
template <typename R>
void ExpectTable(const R& good, const std::vector<Spoiled<R>>& table) {
  EXPECT_THAT(FieldsOf(good), ::testing::IsEmpty());
  size_t row = 0;
  for (const Spoiled<R>& each : table) {
    R request = good;
    each.spoil(request);
    EXPECT_EQ(FieldsOf(request), each.fields) << "row " << row;
    ++row;
  }
}

}  // namespace cardledger::domain
