// The key file: whatever stands in it is refused or can be used, and nothing ends the process.
// Slots of the input get the check that makes them whole, or nothing behind it would ever
// be reached.

#include <string>

#include "base/check.h"
#include "base/sha256.h"
#include "services/vault/key_copy.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/test_keys.h"

namespace storage = cardledger::storage;
namespace tests = cardledger::tests;
namespace vault = cardledger::vault;

namespace {

constexpr char kRandom = 'r';
std::string RandomBytes(size_t count) { return std::string(count, kRandom); }

// A head that opens, as of a new file.
std::string NewHead() {
  tests::TestKeys keys;
  const auto made = keys.MustOpen(RandomBytes);
  CARDLEDGER_CHECK(made->Create({}).ok(), "a key file can be made");
  return keys.disk().content();
}

std::string WithCheck(uint64_t index, absl::string_view bytes) {
  constexpr size_t kCheckAt = 96;
  std::string slot(bytes.substr(0, kCheckAt));
  slot.resize(kCheckAt, '\0');
  std::string number(8, '\0');
  number[7] = static_cast<char>(index);
  const auto check = cardledger::base::Sha256({number, slot});
  slot += std::string(cardledger::base::AsBytes(check).substr(0, 16));
  slot.resize(storage::kSlotBytes, '\0');
  return slot;
}

void Look(const std::string& content) {
  tests::TestKeys keys;
  keys.disk().SetContent(content);
  const auto file = keys.NewFile();
  vault::ReadContent(*file).status().IgnoreError();
  const auto opened = keys.Open(RandomBytes);
  if (!opened.ok()) return;
  (*opened)->References().status().IgnoreError();
  cardledger::store::v1::SealedRow row;
  for (uint64_t slot = 0; slot < content.size() / storage::kSlotBytes; ++slot) {
    row.set_key_slot(slot);
    (*opened)->OpenDetail({}, row).status().IgnoreError();
  }
  (*opened)->Destroy({}, cardledger::journal::v1::RETENTION_CLASS_IDENTITY, {}).IgnoreError();
}

void CheckSlots(absl::string_view slots) {
  static const std::string head = NewHead();
  std::string content = head;
  for (uint64_t index = vault::kHeadSlots; !slots.empty() && index < 64; ++index) {
    const std::string slot = WithCheck(index, slots.substr(0, storage::kSlotBytes));
    slots.remove_prefix(std::min(slots.size(), storage::kSlotBytes));
    const auto decoded = vault::DecodeSlot(index, slot);
    if (decoded.ok()) content += slot;
  }
  Look(content);
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tests::FuzzInput input(data, size);
  if (input.TakeByte() % 2 == 0) {
    Look(std::string(input.rest()));
  } else {
    CheckSlots(input.rest());
  }
  return 0;
}
