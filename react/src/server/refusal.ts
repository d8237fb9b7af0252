/** Why a request is not granted: a status of HTTP and a sentence for people. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, reason: string) {
    super(reason)
    this.name = 'Refusal'
    this.status = status
  }
}
