import Head from 'next/head'
import '../page.css'

export default function App({ Component, pageProps }) {
  return (
    <>
      <Head>
        <title>Chat</title>
        <link rel="icon" href="data:," />
      </Head>
      <Component {...pageProps} />
    </>
  )
}
