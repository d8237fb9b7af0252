import { replaceOutsideCode } from './outside-code.js'

/** Names as GitHub and Slack have them; several names before an emoji all mean it. */
const table =
  'smile 😄 grin 😁 laughing satisfied 😆 sweat_smile 😅 rofl 🤣 joy 😂 slightly_smiling_face 🙂 ' +
  'upside_down_face 🙃 wink 😉 blush 😊 innocent 😇 heart_eyes 😍 star_struck 🤩 kissing_heart 😘 ' +
  'yum 😋 stuck_out_tongue 😛 hugs hugging_face 🤗 thinking thinking_face 🤔 raised_eyebrow 🤨 ' +
  'neutral_face 😐 smirk 😏 unamused 😒 roll_eyes face_with_rolling_eyes 🙄 grimacing 😬 relieved ' +
  '😌 sleeping 😴 exploding_head 🤯 partying_face 🥳 sunglasses 😎 nerd_face 🤓 confused 😕 worried ' +
  '😟 slightly_frowning_face 🙁 open_mouth 😮 flushed 😳 pleading_face 🥺 cry 😢 sob 😭 scream 😱 ' +
  'disappointed 😞 sweat 😓 rage 😡 angry 😠 skull 💀 poop hankey 💩 ghost 👻 robot robot_face 🤖 ' +
  'see_no_evil 🙈 heart ❤️ yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 ' +
  'broken_heart 💔 100 💯 boom 💥 wave 👋 raised_hand hand ✋ ok_hand 👌 v ✌️ crossed_fingers 🤞 ' +
  'point_left 👈 point_right 👉 point_up_2 👆 point_down 👇 +1 thumbsup 👍 -1 thumbsdown 👎 ' +
  'facepunch punch 👊 clap 👏 raised_hands 🙌 handshake 🤝 pray 🙏 muscle 💪 brain 🧠 eyes 👀 shrug ' +
  '🤷 facepalm face_palm 🤦 bow 🙇 dog 🐶 cat 🐱 unicorn 🦄 bug 🐛 snail 🐌 four_leaf_clover 🍀 pizza ' +
  '🍕 cookie 🍪 cake 🍰 birthday 🎂 coffee ☕ tea 🍵 beer 🍺 beers 🍻 wine_glass 🍷 tada 🎉 gift 🎁 ' +
  'trophy 🏆 dart 🎯 rocket 🚀 airplane ✈️ earth_africa 🌍 house 🏠 sunny ☀️ snowflake ❄️ rainbow ' +
  '🌈 zap ⚡ fire 🔥 star ⭐ star2 🌟 sparkles ✨ bulb 💡 computer 💻 phone ☎️ email ✉️ memo pencil ' +
  '📝 books 📚 lock 🔒 wrench 🔧 gear ⚙️ bell 🔔 hourglass ⌛ chart_with_upwards_trend 📈 package 📦 ' +
  'pushpin 📌 warning ⚠️ no_entry ⛔ x ❌ white_check_mark ✅ question ❓ exclamation ❗ ' +
  'checkered_flag 🏁 construction 🚧 rotating_light 🚨'

let emojiOf: ReadonlyMap<string, string> | undefined

function read(): ReadonlyMap<string, string> {
  const all = new Map<string, string>()
  let names: string[] = []
  for (const word of table.split(' ')) {
    if (/^[\w+-]/u.test(word)) {
      names.push(word)
    } else {
      names.forEach((name) => all.set(name, word))
      names = []
    }
  }
  return all
}

const shortcode = /(?<![\w/]):([\w+-]{1,40}):(?!\w)/gu

const replaceIn = (words: string): string =>
  words.replace(shortcode, (typed: string, name: string) => (emojiOf ??= read()).get(name) ?? typed)

/** Writes emoji for shortcodes such as `:tada:`; those in code, and names nobody knows, stay. */
export function replaceShortcodes(text: string): string {
  return text.includes(':') ? replaceOutsideCode(text, replaceIn) : text
}
