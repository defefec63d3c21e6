#include "services/domain/sealed_detail.h"

#include "absl/strings/escaping.h"
#include <gtest/gtest.h>

namespace cardledger::domain {
namespace {

store::v1::DetailRow Goal() {
  store::v1::DetailRow detail;
  detail.set_kind(journal::v1::DETAIL_KIND_GOAL);
  detail.set_salt(std::string(kSaltBytes, '\x0b'));
  detail.set_text("Hi There");
  return detail;
}

// HMAC-SHA-256 with a key of 32 bytes 0x0b over "Hi There", from Python's hmac module.
TEST(CommitmentTo, KnownVector) {
  EXPECT_EQ(absl::BytesToHexString(CommitmentTo(Goal()).commitment()),
            "198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7");
}

TEST(CheckCommitment, TheDetailItself_passes) {
  EXPECT_TRUE(CheckCommitment(CommitmentTo(Goal()), Goal()).ok());
}

TEST(CheckCommitment, AnythingChanged_isDataLoss) {
  const journal::v1::SealedDetail commitment = CommitmentTo(Goal());
  store::v1::DetailRow text = Goal();
  text.set_text("Hi there");
  store::v1::DetailRow salt = Goal();
  salt.mutable_salt()->at(31) = '\x0c';
  store::v1::DetailRow kind = Goal();
  kind.set_kind(journal::v1::DETAIL_KIND_NOTE);
  store::v1::DetailRow erased;
  for (const auto& detail : {text, salt, kind, erased}) {
    EXPECT_EQ(CheckCommitment(commitment, detail).code(), absl::StatusCode::kDataLoss);
  }
}

// HMAC pads a short key with zeros, so two salts could mean the same key: only full ones pass.
TEST(CheckCommitment, ShortSalt_isDataLoss) {
  store::v1::DetailRow detail = Goal();
  detail.set_salt(std::string(kSaltBytes - 1, '\x0b'));
  EXPECT_EQ(CheckCommitment(CommitmentTo(detail), detail).code(), absl::StatusCode::kDataLoss);
}

TEST(OwnerOf, ThePersonElseTheProviderElseTheLedger) {
  journal::v1::Entry entry;
  EXPECT_TRUE(OwnerOf(entry).is_nil());
  entry.mutable_provider_registered()->set_provider_id(std::string(16, 'p'));
  EXPECT_EQ(OwnerOf(entry).bytes(), std::string(16, 'p'));
  entry.mutable_provider_subject_added()->set_provider_id(std::string(16, 'q'));
  EXPECT_EQ(OwnerOf(entry).bytes(), std::string(16, 'q'));
  entry.set_person_id(std::string(16, 'a'));
  EXPECT_EQ(OwnerOf(entry).bytes(), std::string(16, 'a'));
}

}  // namespace
}  // namespace cardledger::domain
