// Makes the drafts of the lexicons that ship with Muster; a publisher signs them (content::sign_draft), and two persons of
// an instance enable them. Called by CMake: node build.mjs OUT_FOLDER NEUTRAL_FOLDER [NAUGHTY_WORDS_FOLDER]
//
// naughty-words 1.2.0 (CC-BY-4.0, "List of Dirty, Naughty, Obscene, and Otherwise Bad Words") has no weights. Here a term
// that ordinary texts use, i.e. one that stands in the neutral corpora, weighs little; a phrase weighs more than a word.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [out, neutralFolder, words] = process.argv.slice(2)
mkdirSync(out, { recursive: true })

const fold = (text) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
const neutral = readdirSync(neutralFolder).map((f) => fold(readFileSync(join(neutralFolder, f), 'utf8'))).join('\n')

const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const inNeutral = (term) => new RegExp(`(?<![\\p{L}\\p{N}])${quoted(term)}(?![\\p{L}\\p{N}])`, 'u').test(neutral) ||
  (/\p{Script=Han}/u.test(term) && neutral.includes(term))

function weightOf(term) {
  const text = fold(term)
  if (inNeutral(text)) return 0.15
  const letters = [...text].length
  if (letters <= 2) return 0.2
  if (letters === 3 && !/\p{Script=Han}/u.test(text)) return 0.5
  return /\s/.test(text) ? 1.5 : 1
}

function write(name, header, terms) {
  const body = terms.map((t) => JSON.stringify(t) + '\n').join('')
  const line = JSON.stringify({ format: 'muster-lexicon/1', ...header, terms: terms.length })
  writeFileSync(join(out, name), line + '\n' + body)
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
      if (term.trim()) terms.push({ t: term, l: language, w: weightOf(term) })
  }
  write('naughty-words.draft', {
    name: 'naughty-words', version: about.version, ground: 'explicit_unlawful', licence: 'CC-BY-4.0',
    source: 'List of Dirty, Naughty, Obscene, and Otherwise Bad Words, by its contributors (npm: naughty-words)',
  }, terms)
}
