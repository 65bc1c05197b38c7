// What each kind of bundle is checked for at load. Pure.
#pragma once

#include <hashes/list.h>

#include <bundles/bundles.h>

namespace muster::bundles {

// Against the neutral corpora; `share_max`: of an area's texts that may be hit.
Result<Inspection> inspect_lexicon(const content::SignedBundle& file, double share_max);
// A model may not lean towards neutral texts: of none of the areas more than one text in ten.
Result<Inspection> inspect_model(const content::SignedBundle& file);
// A calibration may not suspect a page for its host's past, or for differing by who asks, alone.
Result<Inspection> inspect_calibration(const content::SignedBundle& file);

// The body of a list of hashes: a JSON object {"distance_max", "quality_min"} (both may be absent), and from the next
// line on what hashes/list_file.h reads. Errors: hash_list_format (the settings, or the number of hashes, are not as
// said), and those of read_list; of a bad record hash_list_record, with all of them in Error::all.
struct HashListBody {
  hashes::NewList list;
  std::vector<hashes::ListedHash> hashes;
};
Result<HashListBody> read_hash_list(const content::SignedBundle& file);

}  // namespace muster::bundles
