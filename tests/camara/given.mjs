// What a case begins with: the request that its plan describes.
import { Before, Given } from '@cucumber/cucumber'
import { createHash, randomUUID } from 'node:crypto'
import { errata } from './errata.mjs'
import { day, held, seed } from './world.mjs'

const nothing = () => {}

Before(function ({ pickle }) {
  const tags = pickle.tags.map((tag) => tag.name)
  this.erratum = errata.find(({ tag }) => tags.some((name) => tag.test(name)))
  this.erratum?.apply?.(this)
})

Given(/^an environment at "apiRoot"$/, nothing)
Given(/^the resource "([^"]+)"(?: as base ?url\W*)?$/i, function (path) { this.resource(path) })
Given(/^the header "Content-Type" is set to "([^"]+)"$/, function (type) { this.headers['Content-Type'] = type })
Given(/^the header "x-correlator" (?:complies with the schema at|is set to a UUID).*$/, function () {
  this.headers['x-correlator'] = randomUUID()
})

const tokens = [
  [/expired/, 'expired'], [/invalid/, 'invalid'],
  [/without the required scope|insufficient permissions|does not contain any of the following scopes|did not have rights/, 'other_scope'],
  [/neither Network-based nor SIM-based/, 'otp'], [/does not identify|not identifying|cannot be deducted|2-legged/, 'two'],
  [/for a different phone number/, 'three_other'], [/identifying a phone ?number/i, 'three'],
  [/^a valid access token(?: with the "kyc-fill-in:set-all" scope)?$/, 'default'],
]
function authorize(text) {
  const found = tokens.find(([words]) => words.test(text))
  if (!found) return 'pending'
  this.token = found[1]
  if (/cannot be deducted/.test(text)) this.without('phoneNumber')  // the plan's title says so
}
Given(/^(?:the )?header "Authorization" (?:is )?set (?:to|with) ((?:(?!does not contain any).)+)$/, authorize)
Given(/^the header "Authorization" is set to (an access token that does not contain any of the following scopes):$/, function (text, _scopes) {
  return authorize.call(this, text)
})
Given(/^an? ((?:expired access token|access token with insufficient permissions))$/, authorize)
Given(/^the header "Authorization" is (?:removed|not sent)$/, function () { this.token = undefined })
Given(/^a valid request for "[^"]+"$/, nothing)
Given(/^the header "x-correlator" does not comply with the schema at .*$/, function () { this.headers['x-correlator'] = 'no correlator' })
Given(/^(?:the number of endpoints calls reached the API provider's rate limit|the threshold of requests has been reached)$/, function () {
  this.token = 'limited'
  this.exhaust = true
})
Given(/^the token has been obtained by a supported authentication method$/, function () { this.token = 'three' })

Given(/^the access token contains the scope "([^"]+)" and does not contain the "[^"]+" scope$/, async function (scope) { await this.mint(scope) })

// Which line it is about.
Given(/^a valid (?:testing )?phone ?number(.*)$/i, function (which) {
  if (/not applicable/.test(which)) this.set('phoneNumber', seed.lines.excluded)
})
Given(/^(?:that )?(?:the )?service is not (?:available|supported) for all phone numbers.*$/, nothing)
Given(/^a phone number for which service is unavailable$/, function () { this.set('phoneNumber', seed.lines.excluded) })
Given(/^an invalid phone number "([^"]+)".*$/, function (number) { this.set('phoneNumber', number) })
Given(/^a valid but non-existent phone number "([^"]+)"$/, function (number) { this.set('phoneNumber', number) })
Given(/^the request body contains (?:the|this|the invalid) phone number$/, nothing)
Given(/^a valid request body with phone number$/, nothing)
Given(/^the mobile subscription (has|hasn't) had a valid tenure since the provided tenure date$/, function (has) {
  this.set('tenureDate', day(has === 'has' ? -30 : -3_000))
})
Given(/^the age information associated with the mobile subscription is (equal or greater|lower) that the age threshold provided$/, function (which) {
  this.set('ageThreshold', which === 'lower' ? 120 : 18)
})
Given(/^the API Provider cannot verify the age information$/, function () { this.set('phoneNumber', seed.lines.unverified) })
Given(/^the same phone number was cancelled by the User A and is used by User B$/, function () { this.set('phoneNumber', seed.lines.recycled) })
Given(/^the SIM for this phone number has been swapped before the limited history window threshold$/, function () { this.set('phoneNumber', seed.lines.swapped_before) })
Given(/^the phone number is not associated to any sim card$/, function () { this.set('phoneNumber', seed.lines.without_sim) })
Given(/^the SIM for this phone number has been swapped(?: in the last .*)?$/, function () { this.set('phoneNumber', seed.lines.swapped) })
Given(/^the SIM for this phone number has been swapped more than 240 hours ago$/, function () { this.set('phoneNumber', seed.lines.swapped_long_ago) })
Given(/^the SIM for this phone number has never been swapped$/, function () { this.set('phoneNumber', seed.lines.recycled) })
Given(/^the activation of the SIM occurred more than .* hours ago$/, nothing)
Given(/^the last swap for this phone number's SIM was more than "maxAge" hours ago$/, function () { this.set('phoneNumber', seed.lines.swapped_long_ago) })

// The body as a whole.
Given(/^the request body is set by default to a request body compliant with the schema$/, nothing)
Given(/^the request body is set to a valid (?:request body|parameter combination)$/, nothing)
Given(/^the request body is not included$/, function () { this.change(() => undefined) })
Given(/^the request body is set to "\{\}"$/, function () { this.change(() => ({})) })
Given(/^an empty request body$/, function () { this.change(() => ({})) })
Given(/^the request body is (?:set to any value which|included but) is not compliant with the (?:OAS )?schema at "(.*)"$/, function (schema) {
  if (/fillin/i.test(schema)) this.set('phoneNumber', 1)
  this.change((body) => ({ ...body, tenureDate: 'yesterday', specifiedDate: 'yesterday', ageThreshold: 'old', name: 1 }))
})
Given(/^the request body does not contain neither "\$\.phoneNumber" nor "\$\.hashedPhoneNumber"$/, function () {
  this.without('phoneNumber')
  this.without('hashedPhoneNumber')
  this.will_send({ id: 'phoneNumberVerify' })  // this plan's case sends nothing by itself
})
Given(/^the request body contains only the property "\$\.phoneNumber"$/, function () {
  this.change(({ phoneNumber }) => ({ phoneNumber }))
})
Given(/^the same phone number is compliant with OAS schema at "[^"]+"$/, nothing)
Given(/^the request body is set to a valid parameter combination with property "\$\.(\w+)" set to (.+)$/, function (name, what) {
  const quoted = what.match(/^"(.*)"$/)
  if (quoted) return this.set(name, quoted[1])
  this.about = name
  if (/does not match the value stored/.test(what) || (this.erratum?.differs && /does perfectly match/.test(what)))
    return this.set(name, different(name))
  if (/does perfectly match the value stored/.test(what)) return this.set(name, held[name])
  return 'pending'
})
Given(/^the request body is set to a valid parameter combination without property "\$\.idDocument"$/, function () {
  this.token = 'document_first'
  this.without('idDocument')
})
Given(/^the request body optionally contains the property "\$\.(\w+)" with a value compliant with OAS schema at "[^"]+"$/, function (name) {
  this.set(name, held[name])
})

const hash = (number) => createHash('sha256').update(number).digest('hex')
const others = {
  birthdate: '1991-02-03', email: 'someone@example.org', gender: 'OTHER', country: 'FR', nationality: 'FR', countryOfBirth: 'FR',
  idDocumentType: 'passport', idDocumentExpiryDate: day(400),
}
const different = (name) => others[name] ?? `${held[name]}x`

// One property of the body, in the plans' many words: the first that fits.
const values = [
  [/^is set to the phone number identified by the access token, hashed/, () => hash(seed.lines.main)],
  [/^is set to a valid phone number different from .* hashed/, () => hash(seed.lines.other)],
  [/^is set to a valid phone number compliant with OAS schema at .*HashedPhoneNumber/, () => hash(seed.lines.main)],
  [/^is set to a valid phone number different from/, () => seed.lines.other],
  [/^is set to the phone number identified by the access token$/, () => seed.lines.main],
  [/^(?:is )?set to a valid (?:testing )?phone ?number\s*$|^set to a valid formatted value$/i, () => seed.lines.main],
  [/^is set to a phone number for which the service is not available$/, () => seed.lines.excluded],
  [/^is set to a valid phone number which was cancelled by the User A and is used by User B\.$/, () => seed.lines.recycled],
  [/^is set to a date on which the User A signed contracts/, () => seed.first_holder_day],
  [/^is set to a date on which the user signed contracts/, () => day(-30)],
  [/^is compliant with the schema but does not identify a valid/, () => seed.lines.unknown],
  [/^does not comply with the OAS schema at .*PhoneNumber/, () => '123456'],
  [/^does not comply with the OAS schema at .*CreateCheckSimSwap/, () => 'many'],
  [/^is set to a valid past date/, () => day(-30)],
  [/^is set to a value in the future$/, () => day(10)],
  [/^is set to a value that is not withing the range/, () => 121],
  [/^is set to a valid value compliant with the OAS schema at .*AgeThreshold/, () => undefined],
  [/^is set to the number of hours since the last SIM swap minus 1$/, () => 299],
  [/^is set to a valid value above the supported monitored period/, () => seed.monitored_days * 24 + 100],
  [/^is set to true$/, () => true],
  [/^is set to "(.*)"$/, (_name, words) => words[1]],
  [/^is set to (\d+)$/, (_name, words) => Number(words[1])],
  [/^is set to a value less than "(\d+)"/, (_name, words) => Number(words[1]) - 1],
  [/^is set to a value equal or greater than "?(\d+)"?/, (_name, words) => Number(words[1])],
  [/^is set to (?:a|the) .*(?:identity document|name|address|street|number of the address|postal code|region|locality|country|extension|birthdate|email|gender|nationality|value that complies).*/, (name) => held[name] ?? 'Utopia'],
]
function set_property(name, what) {
  if (/^is set to a valid idDocument that is not associated/.test(what)) {
    this.token = 'document_first'
    return this.set(name, 'X0000000')
  }
  if (/^is not (?:included|present)$/.test(what)) return this.without(name)
  if (name.startsWith('config.') && /valid testing phone number/.test(what)) return this.set(name, seed.lines.subscribed)
  for (const [form, value_of] of values) {
    const words = what.match(form)
    if (!words) continue
    const value = value_of(name, words)
    return value === undefined ? undefined : this.set(name, value)
  }
  return 'pending'
}
Given(/^the (?:request )?body property "(?:\$\.?)?([\w.]+)" (.+)$/, set_property)
Given(/^the "(\w+)" request body property (.+)$/, set_property)
Given(/^the given request body is populated with any random combination of afore mention optional parameters$/, nothing)
