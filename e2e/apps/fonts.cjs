/** What Google answers to the template of create-next-app, with fonts of the machine. */
const face = (family) => `@font-face { font-family: '${family}'; src: local('sans-serif'); }`

module.exports = {
  'https://fonts.googleapis.com/css2?family=Geist:wght@100..900&display=swap': face('Geist'),
  'https://fonts.googleapis.com/css2?family=Geist+Mono:wght@100..900&display=swap':
    face('Geist Mono'),
}
