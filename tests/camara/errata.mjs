// Where a published plan contradicts itself or its definition: which case, and how it is read. The table names them.
export const errata = [
  {
    tag: /^@KYC_Match_5_success_specific_property_false$/,
    reads: 'the sentence of scenario 4 ("does perfectly match") stands where tag and expected result say that the value differs: a value that differs is sent',
    differs: true,
  },
  {
    tag: /^@sim_swap_subscription_creation_02_async_creation$/,
    reads: 'the same request as scenario 1 with another answer: it says "Prefer: respond-async" (RFC 7240), by which a client asks for that answer',
    apply: (the_case) => { the_case.headers.Prefer = 'respond-async' },
  },
  {
    tag: /^@sim_swap_subscription_delete_05_delete_subscription$/,
    reads: 'a 204 has no body (so the definition): that there is none is checked, not its form',
  },
  {
    tag: /^@sim_swap_subscription_creation_25_require_input_properties_missing$/,
    reads: 'subscriptionDetail, which is required, goes with its phoneNumber, which is not; without the number alone the answer is scenario 102\'s',
  },
]
