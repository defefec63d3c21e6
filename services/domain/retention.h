#pragma once

// How long what describes a person is kept: which class a sealed detail is of, and when the time of
// a class ends. Days are civil days in Europe/London, years whole financial years. Pure, any
// thread.

#include <optional>
#include <vector>

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/policy/v1/scheme.pb.h"
#include "cardledger/store/v1/persons.pb.h"
#include "cardledger/store/v1/rows.pb.h"
#include "services/domain/civil_day.h"

namespace cardledger::domain {

// UNSPECIFIED for a kind that is never stored.
journal::v1::RetentionClass RetentionClassOf(journal::v1::DetailKind kind);

// Whether the entry, one of the person's own, is one from which the time runs. Steps that
// erase, hold, refuse or look are not.
bool KeepsDetails(const journal::v1::Entry& entry);

// What was erased of a class; null where nothing ever was.
const store::v1::ErasureRow* FindErasure(const store::v1::PersonRow& person,
                                         journal::v1::RetentionClass retention_class);

// Whether who the person is has been erased.
bool IsErased(const store::v1::PersonRow& person);

// Whether the text of a detail that the entry `sequence` about the person sealed has been erased.
bool IsErased(const store::v1::PersonRow& person, uint64_t sequence, journal::v1::DetailKind kind);

// Whether the award waits for its approval, goes on, or has money or a commitment on it.
bool IsLive(const store::v1::AwardRow& award, Day today);

// The last day on which details of the class are kept: the end of so many financial years after the
// one in which the person was last concerned. Nullopt while an award of the person is live.
// `policy` is the one in force today, null for none; `awards` are all of the person's.
std::optional<Day> KeptUntil(const store::v1::PersonRow& person,
                             const std::vector<const store::v1::AwardRow*>& awards,
                             const policy::v1::SchemePolicy* policy,
                             journal::v1::RetentionClass retention_class, Day today);

}  // namespace cardledger::domain
