import type { SecretStore } from '../../src/main/domain/settings/mail-settings.service.ts'

/** What a desktop's key store does, without a desktop. */
export function keyStore(): SecretStore {
  let kept: string | null = null
  return {
    isReal: () => true,
    keep(secret) {
      kept = secret
      return true
    },
    read: () => kept,
    forget() {
      kept = null
    },
  }
}
