#include "services/engine/details.h"

#include "services/domain/retention.h"
#include "services/domain/sealed_detail.h"

namespace cardledger::engine {

vault::DetailPlace PlaceOf(const journal::v1::Entry& entry, uint8_t place) {
  return {domain::OwnerOf(entry), domain::RetentionClassOf(entry.details(place).kind()),
          entry.sequence(), place};
}

}  // namespace cardledger::engine
