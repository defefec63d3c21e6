#pragma once

// A small ledger in which everything has happened once: every kind of event, refusals of several
// kinds, a run, two financial years, what the ledger does by itself, a death. For tests of what is
// stored. The journal is the same on every machine; a change of it is a change of the rules or of
// the entries, and shows in the golden one.

#include <string>
#include <vector>

#include "cardledger/journal/v1/entry.pb.h"
#include "tests/support/test_ledger.h"

namespace cardledger::tests {

// When the sample takes place.
TestLedgerOptions SampleOptions();

// The second policy that it activates, which says all that a policy may say.
std::string SamplePolicyText();

// Into a ledger that is open and new, made with SampleOptions. Aborts where a step does not end as
// it must.
void FillWithSample(TestLedger& ledger);

// The stored bytes of all entries.
std::vector<std::string> EntryBytesOf(TestLedger& ledger);

// The entries of a ledger filled with the sample.
std::vector<journal::v1::Entry> SampleEntries();

}  // namespace cardledger::tests
