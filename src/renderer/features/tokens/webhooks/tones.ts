export const webhookTones = { active: 'gain', paused: 'change', stopped: 'loss' } as const
