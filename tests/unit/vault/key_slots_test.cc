#include "services/vault/key_slots.h"

#include "gtest/gtest.h"

#include "storage/slot_file.h"

namespace cardledger::vault {
namespace {

const base::Uuid kOwner = *base::Uuid::Parse("00112233-4455-4677-8899-aabbccddeeff");

KeySlot Live(SlotKind kind) {
  const size_t bytes = kind == SlotKind::kKey ? kWrappedKeyBytes : 32;
  return {SlotState::kLive, kind,           journal::v1::RETENTION_CLASS_CASE,
          kOwner,           0x123456789abc, std::string(bytes, 's')};
}

TEST(KeySlots, Slot_comesBackAsItWas) {
  for (const SlotKind kind : {SlotKind::kKey, SlotKind::kReference}) {
    const std::string bytes = EncodeSlot(40, Live(kind));
    EXPECT_EQ(bytes.size(), storage::kSlotBytes);
    const auto slot = DecodeSlot(40, bytes);
    ASSERT_TRUE(slot.ok()) << slot.status();
    EXPECT_EQ(slot->state, SlotState::kLive);
    EXPECT_EQ(slot->kind, kind);
    EXPECT_EQ(slot->retention, journal::v1::RETENTION_CLASS_CASE);
    EXPECT_EQ(slot->owner, kOwner);
    EXPECT_EQ(slot->sequence, 0x123456789abcu);
    EXPECT_EQ(slot->secret, Live(kind).secret);
  }
}

TEST(KeySlots, DestroyedSlot_holdsNothingOfItsSecret) {
  KeySlot slot = Live(SlotKind::kKey);
  slot.state = SlotState::kDestroyed;
  slot.secret.clear();
  const std::string bytes = EncodeSlot(40, slot);
  EXPECT_EQ(bytes.substr(32, 64), std::string(64, '\0'));
  EXPECT_EQ(DecodeSlot(40, bytes)->owner, kOwner);
  EXPECT_EQ(DecodeSlot(40, bytes)->secret, "");
}

TEST(KeySlots, Zeros_areAFreeSlot) {
  EXPECT_EQ(DecodeSlot(40, std::string(storage::kSlotBytes, '\0'))->state, SlotState::kFree);
}

TEST(KeySlots, SlotChangedOrElsewhere_isDataLoss) {
  const std::string bytes = EncodeSlot(40, Live(SlotKind::kKey));
  EXPECT_EQ(DecodeSlot(41, bytes).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeSlot(40, bytes.substr(1)).status().code(), absl::StatusCode::kDataLoss);
  // Behind the check nothing counts.
  for (size_t at = 0; at < 112; ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_EQ(DecodeSlot(40, changed).status().code(), absl::StatusCode::kDataLoss) << at;
  }
}

TEST(KeySlots, Head_comesBackAsItWas) {
  const Head head{domain::LedgerId(kOwner), std::string(kKeyIdBytes, 'i'),
                  std::string(kWrappedKeyBytes, 'w')};
  const std::string bytes = EncodeHead(head);
  EXPECT_EQ(bytes.size(), kHeadSlots * storage::kSlotBytes);
  const auto decoded = DecodeHead(bytes);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->ledger_id, head.ledger_id);
  EXPECT_EQ(decoded->kek_id, head.kek_id);
  EXPECT_EQ(decoded->wrapped_reference_key, head.wrapped_reference_key);
}

TEST(KeySlots, HeadOfAnotherFormat_isSaid_andDamageIsDataLoss) {
  const std::string bytes = EncodeHead({domain::LedgerId(kOwner), std::string(kKeyIdBytes, 'i'),
                                        std::string(kWrappedKeyBytes, 'w')});
  std::string newer = bytes;
  newer[19] = 2;
  EXPECT_EQ(DecodeHead(newer).status().code(), absl::StatusCode::kFailedPrecondition);
  std::string damaged = bytes;
  damaged[60] = 'x';
  EXPECT_EQ(DecodeHead(damaged).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeHead("cardledger-keys\n").status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace cardledger::vault
