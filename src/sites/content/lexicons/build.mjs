// Makes the drafts of the lexicons that ship with Muster; a publisher signs them (content::sign_draft), and two persons of
// an instance enable them. Called by CMake: node build.mjs OUT_FOLDER NEUTRAL_FOLDER [NAUGHTY_WORDS_FOLDER]
//
// naughty-words 1.2.0 (CC-BY-4.0, "List of Dirty, Naughty, Obscene, and Otherwise Bad Words") has no weights. A term that
// ordinary texts use, i.e. one that stands in the neutral corpora, is left out; a phrase weighs more than a word.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [out, neutralFolder, words] = process.argv.slice(2)
mkdirSync(out, { recursive: true })

// As the matcher reads it, without accents too, since terms are also looked for without them.
const fold = (text) => text.normalize('NFKC').toLowerCase().normalize('NFD').replace(/\p{Script_Extensions=Latin}\p{M}+/gu, (c) => c[0])
  .normalize('NFC').replace(/\s+/g, ' ').trim()
const neutral = readdirSync(neutralFolder).map((f) => fold(readFileSync(join(neutralFolder, f), 'utf8'))).join('\n')

const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
// Arabic writes articles and the like onto the word, Korean its particles.
const arabic = '(?:[وفبكل]|ال|وال|بال|كال|فال|لل|ول|وب)?'
const inNeutral = (term) => new RegExp(`(?<![\\p{L}\\p{N}])${/\p{Script=Arabic}/u.test(term) ? arabic : ''}${quoted(term)}(?:(?![\\p{L}\\p{N}])|(?=\\p{Script=Hangul}))`, 'u').test(neutral) ||
  (/\p{Script=Han}/u.test(term) && neutral.includes(term))

function weightOf(term) {
  const text = fold(term)
  const letters = [...text].length
  if (letters <= 2) return 0.2
  if (letters === 3 && !/\p{Script=Han}/u.test(text)) return 0.5
  return /\s/.test(text) ? 1.5 : 1
}

function write(name, header, terms) {
  const body = terms.map((t) => JSON.stringify(t) + '\n').join('')
  const line = JSON.stringify({ format: 'muster-bundle/1', kind: 'lexicon', ...header, items: terms.length })
  writeFileSync(join(out, name), line + '\n' + body)
}

// Our own lexicons: "phrase" or "phrase|weight" by language, and combinations as they are.
for (const name of ['gambling', 'phishing', 'fraud']) {
  const { terms: languages, combinations, ...header } = JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'))
  const terms = Object.entries(languages).flatMap(([l, list]) => list.map((entry) => {
    const [t, w] = entry.split('|')
    return { t, l, w: w ? Number(w) : 1.5 }
  }))
  write(`${name}.draft`, header, [...terms, ...combinations])
}

const planted = JSON.parse(readFileSync(new URL('planted.json', import.meta.url), 'utf8'))
const { terms: plantedTerms, ...plantedHeader } = planted
write('planted.draft', plantedHeader, plantedTerms)

if (words) {
  if (!existsSync(join(words, 'package.json'))) {
    console.error(`${words} is missing: run script/bootstrap`)
    process.exit(1)
  }
  const about = JSON.parse(readFileSync(join(words, 'package.json'), 'utf8'))
  const terms = []
  for (const file of readdirSync(words).filter((f) => /^[a-z]{2,3}(-.*)?\.json$/.test(f)).sort()) {
    const language = file.replace(/\.json$/, '').split('-')[0].toLowerCase()
    for (const term of JSON.parse(readFileSync(join(words, file), 'utf8')))
      if (term.trim() && !inNeutral(fold(term))) terms.push({ t: term, l: language, w: weightOf(term) })
  }
  write('naughty-words.draft', {
    name: 'naughty-words', version: about.version, ground: 'explicit_unlawful', licence: 'CC-BY-4.0',
    source: 'List of Dirty, Naughty, Obscene, and Otherwise Bad Words, by its contributors (npm: naughty-words)',
  }, terms)
}
