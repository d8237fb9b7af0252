import { describe, expect, it, vi } from 'vitest'
import { createFormats, dayOf, neutralFormats } from '../../src/components/formats.js'
import { hueCount, hueOf } from '../../src/components/hue.js'
import { initialsOf } from '../../src/components/initials.js'
import { englishLabels } from '../../src/components/labels.js'
import { graphemesOf } from '../../src/index.js'
import { ChatError, errorCodes } from '../../src/core/index.js'

describe('initials', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['grace', 'G'],
    ['Ada King, Countess of Lovelace', 'AL'],
    ['  李 小龍 ', '李小'],
    ['élodie', 'É'],
    ['e\u0301lodie', 'É'],
    ['ﬁona', 'F'],
    ['ßeta', 'S'],
    ['निशा शर्मा', 'निश'],
    ['เอก ตั้ม', 'เอตั้'],
    ['محمد علي', 'م\u200cع'],
    ['🙂', '?'],
    ['👩‍👩‍👧 Ada', 'A'],
    ['', '?'],
  ])('of %j are %j', (name, initials) => {
    expect(initialsOf(name)).toBe(initials)
  })
})

describe('graphemes', () => {
  it('are whole where the browser has no segmenter, as far as marks go', () => {
    vi.stubGlobal('Intl', { ...Intl, Segmenter: undefined })

    expect(graphemesOf('ne\u0301🙂')).toEqual(['n', 'e\u0301', '🙂'])
    vi.unstubAllGlobals()
  })
})

describe('hue', () => {
  it('is the same for the same id and within the sheet', () => {
    const hues = Array.from({ length: 200 }, (_, i) => hueOf(`person-${i}`))

    expect(hueOf('person-7')).toBe(hues[7])
    expect(hues.every((hue) => hue >= 0 && hue < hueCount)).toBe(true)
    expect(new Set(hues).size).toBe(hueCount)
  })
})

describe('formats', () => {
  const options = {
    locale: 'en-GB',
    timeZone: 'Asia/Tokyo',
    today: 'Today',
    yesterday: 'Yesterday',
  }
  const formats = createFormats(options, '2026-11-23')

  it('write times in the zone of the reader', () => {
    expect(formats.time('2026-11-22T23:05:00Z')).toBe('08:05')
  })

  it.each([
    ['2026-11-23', 'Today'],
    ['2026-11-22', 'Yesterday'],
    ['2026-11-18', 'Wednesday'],
    ['2026-11-16', 'Monday 16 November'],
    ['2025-11-16', 'Sunday, 16 November 2025'],
    ['2026-11-24', 'Tuesday 24 November'],
    ['nonsense', ''],
  ])('call %s %j', (day, words) => {
    expect(formats.day(day)).toBe(words)
  })

  it.each([
    ['2026-11-23T06:00:00Z', '15:00'],
    ['2026-11-23T16:00:00Z', '24 Nov 2026, 01:00'],
    ['infinity', ''],
    ['', ''],
  ])('write the end of a wait %j as %j', (iso, words) => {
    expect(formats.until(iso)).toBe(words)
  })

  it('know the day it is in a zone', () => {
    expect(dayOf(new Date('2026-11-22T23:05:00Z'), 'Asia/Tokyo')).toBe('2026-11-23')
    expect(dayOf(new Date('2026-11-22T23:05:00Z'), 'UTC')).toBe('2026-11-22')
  })

  it('say the same on every server', () => {
    expect(neutralFormats.time('2026-11-22T23:05:00Z')).toBe('23:05')
    expect(neutralFormats.moment('2026-11-22T23:05:00Z')).toBe('2026-11-22 23:05 UTC')
  })
})

describe('English words', () => {
  it('join names', () => {
    expect(englishLabels.typing(['Ada'], false)).toBe('Ada is typing')
    expect(englishLabels.typing(['Ada', 'Grace'], false)).toBe('Ada and Grace are typing')
    expect(englishLabels.typing(['Ada', 'Grace', 'Alan'], true)).toBe('Several people are typing')
    expect(englishLabels.joined(['Ada', 'Grace', 'Alan'], 3)).toBe(
      'Ada, Grace, Alan and 3 others joined',
    )
    expect(englishLabels.left(['Ada'], 1)).toBe('Ada and 1 other left')
  })

  it('cap the count of unread messages', () => {
    expect(englishLabels.jumpToLatest(1)).toBe('1 new message')
    expect(englishLabels.jumpToLatest(99)).toBe('99 new messages')
    expect(englishLabels.jumpToLatest(100)).toBe('99+ new messages')
  })

  it('make a sentence of a reason', () => {
    const failure = (reason: string, code: number, hint?: string): ChatError =>
      new ChatError('load the room', reason, { code, hint, retryable: false })
    const say = (...failed: Parameters<typeof failure>): string =>
      englishLabels.errorText(failure(...failed))

    expect(say('the server is full', 418)).toBe('The server is full.')
    expect(say('only participants see this room', 403, 'not_a_participant')).toBe(
      'You are not a member of this room.',
    )
    expect(say('Failed to fetch', errorCodes.network)).toBe('The server cannot be reached.')
    expect(say('bad gateway', 502)).toBe('The server has a problem.')
  })

  it('say how long somebody is muted', () => {
    expect(englishLabels.muted('15:00')).toBe('You are muted until 15:00.')
    expect(englishLabels.muted(undefined)).toBe('You are muted in this room.')
  })
})
