#pragma once

// The RFC 6962 root over a growing list, by the book and nothing else: a stack of perfect subtrees,
// joined from the right. The auditor's own, apart from services/engine. Not thread-safe.

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

#include "base/sha256.h"

namespace cardledger::simulation {

class Merkle {
 public:
  void Append(absl::string_view leaf) {
    const char zero = '\0';
    base::Sha256Digest hash = base::Sha256({absl::string_view(&zero, 1), leaf});
    uint64_t width = 1;
    while (!subtrees_.empty() && subtrees_.back().first == width) {
      hash = Join(subtrees_.back().second, hash);
      width *= 2;
      subtrees_.pop_back();
    }
    subtrees_.emplace_back(width, hash);
  }

  base::Sha256Digest Root() const {
    if (subtrees_.empty()) return base::Sha256("");
    base::Sha256Digest root = subtrees_.back().second;
    for (size_t i = subtrees_.size() - 1; i-- > 0;) root = Join(subtrees_[i].second, root);
    return root;
  }

 private:
  static base::Sha256Digest Join(const base::Sha256Digest& left, const base::Sha256Digest& right) {
    const char one = '\x01';
    return base::Sha256({absl::string_view(&one, 1), base::AsBytes(left), base::AsBytes(right)});
  }

  std::vector<std::pair<uint64_t, base::Sha256Digest>> subtrees_;  // width and root
};

}  // namespace cardledger::simulation
