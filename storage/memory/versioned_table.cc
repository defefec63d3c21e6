#include "storage/memory/versioned_table.h"

#include <utility>

#include "base/check.h"

namespace cardledger::storage {

void VersionedTable::Apply(const WriteBatch& batch, uint64_t sequence, uint64_t oldest_needed) {
  for (const WriteBatch::Operation& operation : batch.operations()) {
    Versions& versions = rows_[operation.key];
    CARDLEDGER_CHECK(versions.empty() || versions.back().sequence < sequence,
                     "batch numbers must ascend");
    Prune(versions, oldest_needed);
    versions.push_back({.sequence = sequence, .value = operation.value});
  }
}

void VersionedTable::Prune(Versions& versions, uint64_t oldest_needed) {
  size_t first_needed = 0;
  for (size_t i = 0; i < versions.size() && versions[i].sequence <= oldest_needed; ++i) {
    first_needed = i;
  }
  versions.erase(versions.begin(), versions.begin() + static_cast<ptrdiff_t>(first_needed));
}

const VersionedTable::Version* VersionedTable::Visible(const Versions& versions, uint64_t at) {
  for (auto it = versions.rbegin(); it != versions.rend(); ++it) {
    if (it->sequence <= at) return &*it;
  }
  return nullptr;
}

std::optional<std::string> VersionedTable::Get(absl::string_view key, uint64_t at) const {
  const auto row = rows_.find(key);
  if (row == rows_.end()) return std::nullopt;
  const Version* version = Visible(row->second, at);
  return version == nullptr ? std::nullopt : version->value;
}

std::vector<KeyValue> VersionedTable::Scan(const KeyRange& range, size_t limit, uint64_t at) const {
  std::vector<KeyValue> found;
  for (auto row = rows_.lower_bound(range.from); row != rows_.end(); ++row) {
    if (found.size() == limit || (!range.to.empty() && row->first >= range.to)) break;
    const Version* version = Visible(row->second, at);
    if (version == nullptr || !version->value.has_value()) continue;
    found.push_back({.key = row->first, .value = *version->value});
  }
  return found;
}

void VersionedTable::RollBack(uint64_t sequence) {
  for (auto row = rows_.begin(); row != rows_.end();) {
    Versions& versions = row->second;
    while (!versions.empty() && versions.back().sequence > sequence) versions.pop_back();
    row = versions.empty() ? rows_.erase(row) : std::next(row);
  }
}

void VersionedTable::Tamper(absl::string_view key, std::optional<std::string> value) {
  rows_[key] = {{.sequence = 0, .value = std::move(value)}};
}

}  // namespace cardledger::storage
