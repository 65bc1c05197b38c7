// What each kind of bundle is checked for at load. Pure.
#pragma once

#include <bundles/bundles.h>

namespace muster::bundles {

// Against the neutral corpora; `share_max`: of an area's texts that may be hit.
Result<Inspection> inspect_lexicon(const content::SignedBundle& file, double share_max);
// A model may not lean towards neutral texts: of none of the areas more than one text in ten.
Result<Inspection> inspect_model(const content::SignedBundle& file);
// A calibration may not suspect a page for its host's past, or for differing by who asks, alone.
Result<Inspection> inspect_calibration(const content::SignedBundle& file);

}  // namespace muster::bundles
