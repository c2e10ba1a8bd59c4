/** What can go wrong below the program, for zones that may not use the storage itself. */
export { DamagedFileError, isPassing, type StorageFault, storageFault } from '../../storage/storage-fault.ts'
